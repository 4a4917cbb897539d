package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SunriseException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SparkFailuresTest {
  @Test
  void whatATaskSaidIsSaidAgain() {
    SunriseException told = new SunriseException("file: broken");
    assertThat(SparkFailures.explain("tokens", new RuntimeException("Job aborted", told)))
        .isSameAs(told);
  }

  @Test
  void aFullDiskIsOneLine() {
    IOException full = new IOException("No space left on device\n\tat somewhere");
    assertThat(SparkFailures.explain("tokens: cannot be written", new RuntimeException(full)))
        .isInstanceOf(SunriseException.class)
        .hasMessage("tokens: cannot be written: No space left on device");
  }

  @Test
  void aDefectIsNamedAndKeptAsTheCause() {
    RuntimeException defect = new IllegalStateException("index 5 of 3");
    assertThat(SparkFailures.explain("tokens", defect))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("tokens: index 5 of 3")
        .hasCause(defect);
  }
}
