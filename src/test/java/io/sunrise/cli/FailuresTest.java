package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SunriseException;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void memoryThatRunsOutSaysWhichSettingHelps() {
    Throwable here = new IllegalStateException(new OutOfMemoryError("Java heap space"));
    Throwable there =
        new RuntimeException("Job aborted: java.lang.OutOfMemoryError: Java heap space\n\tat X");
    for (Throwable failure : new Throwable[] {here, there}) {
      assertThat(Failures.oneLine(failure).orElseThrow())
          .startsWith("out of memory")
          .contains("--driver-memory", "--executor-memory")
          .doesNotContain("\n");
    }
  }

  @Test
  void whatATaskRefusedComesOutOfSparksWrapping() {
    Throwable failure =
        new RuntimeException(
            "Job aborted: " + SunriseException.class.getName() + ": row 3 is broken\n\tat X");
    assertThat(Failures.oneLine(failure)).contains("row 3 is broken");
  }

  @Test
  void aDriverTooSmallForSparkSaysWhichSettingHelps() {
    Throwable failure =
        new IllegalArgumentException("[INVALID_DRIVER_MEMORY] System memory 1 must be at least 2.");
    assertThat(Failures.oneLine(failure).orElseThrow()).contains("--driver-memory 600m");
  }

  @Test
  void aFaultOfOursHasNoLine() {
    assertThat(Failures.oneLine(new IllegalStateException("a fault"))).isEmpty();
  }
}
