package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Test
  void aFaultIsOneLineThatNamesTheStageTheCauseAndTheFileOfTheStackTrace() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    Throwable fault =
        new IllegalStateException(
            "preprocess: bad size 0", new IllegalArgumentException("bad size 0"));

    assertThat(Failures.report(fault, new Console(out, out, false))).isEqualTo(Main.FAILED);

    String line = printed.toString(StandardCharsets.UTF_8).strip();
    assertThat(line)
        .startsWith("sunrise: preprocess: bad size 0 (IllegalArgumentException, ")
        .doesNotContain("\n");
    Path file = Path.of(line.substring(line.lastIndexOf(' ') + 1, line.length() - 1));
    assertThat(Files.readString(file)).contains("Caused by", "\tat ");
    Files.delete(file);
  }

  @Test
  void aFullDiskIsNamedWhateverStandsAroundIt() {
    Throwable failure =
        new SunriseException(
            "collect: cannot be written", new IOException("No space left on device"));
    assertThat(Failures.oneLine(failure).orElseThrow()).contains("make room");
  }
}
