package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.JavaProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** What a process says whose end was not its own doing. */
class InterruptionIT {

  /**
   * A task of this process asks for more memory than there is, for which Spark ends the process.
   */
  static final class Greedy {
    private Greedy() {}

    public static void main(String[] arguments) {
      SparkSession spark =
          SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
      Interruption.install();
      try {
        spark.range(1).javaRDD().map(row -> new long[Integer.MAX_VALUE - 8].length).collect();
      } finally {
        Interruption.commandEnded();
      }
    }
  }

  @Test
  void aTaskWithoutMemorySaysWhichSettingHelps() throws IOException, InterruptedException {
    Process process = JavaProcess.of("-Xmx600m", Greedy.class).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isNotZero();
    assertThat(printed)
        .contains("sunrise: out of memory, with 600 MiB for the driver: raise --driver-memory")
        .doesNotContain("sunrise: stopped");
  }
}
