package io.sunrise.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void risesToThePeakAndFallsTowardsZero() {
    Schedule schedule = Schedule.of(0.4, 0.2, 20);
    assertThat(schedule.learningRate(1)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.learningRate(4)).isCloseTo(0.4, within(1e-12));
    assertThat(schedule.learningRate(5)).isCloseTo(0.4 * 16 / 17, within(1e-12));
    assertThat(schedule.learningRate(20)).isCloseTo(0.4 / 17, within(1e-12));
  }

  @Test
  void beginsAtThePeakWithoutWarmUp() {
    assertThat(Schedule.of(0.4, 0, 10).learningRate(1)).isEqualTo(0.4);
    assertThat(Schedule.of(0.4, 1, 10).learningRate(10)).isEqualTo(0.4);
  }
}
