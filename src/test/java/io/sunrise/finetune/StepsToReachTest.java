package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.train.trace.EpochRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepsToReachTest {
  private static final List<EpochRecord> RUN =
      List.of(epoch(1, 10, 0.5), epoch(2, 20, 0.8), epoch(3, 30, 0.7));

  @Test
  void isTheFirstEpochEndAtWhichTheAccuracyIsReached() {
    assertThat(StepsToReach.of(RUN, 0.5)).hasValue(10);
    assertThat(StepsToReach.of(RUN, 0.7)).hasValue(20);
  }

  @Test
  void isEmptyForAnAccuracyThatIsNeverReached() {
    assertThat(StepsToReach.of(RUN, 0.81)).isEmpty();
  }

  @Test
  void endsWithTheAccuracyOfTheLastEpoch() {
    assertThat(StepsToReach.finalAccuracy(RUN)).isEqualTo(0.7);
  }

  private static EpochRecord epoch(int epoch, long step, double validationAccuracy) {
    return new EpochRecord(
        epoch, "scratch", step, 1, 0.5, 1, validationAccuracy, java.util.List.of(), 100, 1);
  }
}
