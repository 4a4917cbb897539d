package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx600m", "-cp", System.getProperty("java.class.path")));
    command.add(Greedy.class.getName());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isNotZero();
    assertThat(printed)
        .contains("sunrise: out of memory, with 600 MiB for the driver: raise --driver-memory")
        .doesNotContain("sunrise: stopped");
  }
}
