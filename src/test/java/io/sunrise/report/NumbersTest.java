package io.sunrise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersAreFormattedForReading() {
    assertThat(Numbers.count(1_000_000)).isEqualTo("1,000,000");
    assertThat(Numbers.metric(0.84249)).isEqualTo("0.842");
    assertThat(Numbers.metric(Double.NaN)).isEqualTo("–");
    assertThat(Numbers.percent(0.864)).isEqualTo("86.4 %");
    assertThat(Numbers.points(0.084)).isEqualTo("+8.4");
    assertThat(Numbers.points(-0.012)).isEqualTo("−1.2");
    assertThat(Numbers.duration(8.31)).isEqualTo("8.3 s");
    assertThat(Numbers.duration(161.2)).isEqualTo("2 min 41 s");
    assertThat(Numbers.duration(11_100)).isEqualTo("3 h 05 min");
    assertThat(Numbers.bytes(1_482_113)).isEqualTo("1.4 MiB");
  }

  @Test
  void axesHaveRoundEndsAndSteps() {
    assertThat(Axis.niceTop(7.62)).isEqualTo(8);
    assertThat(Axis.niceTop(0.31)).isEqualTo(0.4, offset(1e-9));
    assertThat(Axis.niceTop(0)).isEqualTo(1);
    assertThat(new Axis(0, 8, 224, 24).ticks()).containsExactly(0.0, 2.0, 4.0, 6.0, 8.0);
    assertThat(new Axis(0, 8, 224, 24).at(2)).isEqualTo(174);
  }
}
