package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes and messages of jobs/submit.sh, as a shell sees them. */
class CommandLineIT {
  @TempDir private Path folder;

  private Running submit(String... arguments) {
    return Processes.submit(folder.resolve("log"), "local[1]", arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pipeline                                            | Missing required option: '--config=FILE'
          pretrian --config conf/demo.conf                    | unknown command pretrian, expected collect,
          predict --config conf/demo.conf                     | predict.input.path is not set
          collect --config none.conf                          | none.conf: no readable configuration file
          collect --config conf/demo.conf seeed=1             | seeed: unknown key
          collect --config conf/demo.conf preprocess.max-tokens=1 | preprocess.max-tokens = 1
          """)
  void wrongUsageIsOneLineAndExitCodeTwo(String arguments, String message) {
    try (Running run = submit(arguments.split(" "))) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(2);
      assertThat(run.printed()).contains(message).doesNotContain("\tat ");
    }
  }

  @Test
  void whatSparkCannotStartWithIsOneLineEach() {
    assertRefused(
        Map.of("MASTER", "yarn", "HADOOP_CONF_DIR", "", "SPARK_HOME", "/opt"),
        "needs HADOOP_CONF_DIR");
    assertRefused(Map.of("MASTER", "k8s://https://host:6443"), "set SPARK_HOME");
    assertRefused(Map.of("MASTER", "local[0]"), "is no master of Spark");
    assertRefused(Map.of("SPARK_SUBMIT_ARGS", "hello"), "does not begin with an option");
    assertRefused(Map.of("SPARK_SUBMIT_ARGS", "--conf \"a=b"), "is a quote not closed?");
    assertRefused(
        Map.of("SPARK_SUBMIT_ARGS", "--deploy-mode cluster"), "leave --deploy-mode cluster out");
    assertRefused(
        Map.of("SPARK_SUBMIT_ARGS", "--driver-memory 4gigs"), "--driver-memory is \"4gigs\"");
    assertRefused(
        Map.of("SPARK_SUBMIT_ARGS", "--driver-memroy 4g"), "--driver-memroy is no option");
    assertRefused(Map.of("SPARK_SUBMIT_ARGS", "--driver-memory=10m"), "expected 450m or more");
  }

  private void assertRefused(Map<String, String> environment, String message) {
    List<String> command = List.of("jobs/submit.sh", "collect", "--config", "conf/demo.conf");
    try (Running run = Processes.start(folder.resolve("log"), environment, command)) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(2);
      assertThat(run.printed()).contains(message).doesNotContain("\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "jobs/bench.sh kernel huge, huge is no size",
    "jobs/bench.sh predict nope, no such folder",
    "jobs/bench.sh learning README.md README.md soon, MINUTES is \"soon\"",
    "jobs/bench.sh fly, fly is no benchmark",
    "jobs/demo.sh fast, takes settings only",
    "jobs/test.sh --lnog, --lnog is neither --long",
    "notebooks/run.sh --foo, --foo is no option",
  })
  void aWrongArgumentOfAnotherScriptIsOneLineAndExitCodeTwo(String command, String message) {
    try (Running run =
        Processes.start(folder.resolve("log"), Map.of(), List.of(command.split(" ")))) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(2);
      assertThat(run.printed().lines()).singleElement().asString().contains(message);
    }
  }

  @Test
  void aMissingInputIsOneLineAndExitCodeOne() {
    try (Running run =
        submit(
            "collect",
            "--config",
            "conf/demo.conf",
            "workspace=\"" + folder.resolve("run") + "\"",
            "collect.sources=[{type=text, path=\"/no/such/file.txt\"}]")) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
      assertThat(run.printed()).contains("/no/such/file.txt: no such file").doesNotContain("\tat ");
    }
  }

  @Test
  void aShellWithoutAUtf8LocaleLosesNoLetters() throws IOException {
    Path input = Files.createDirectories(folder.resolve("donn\u00E9es"));
    Files.writeString(input.resolve("\u043A\u0440\u0438.txt"), "one\ntwo\n");
    Path workspace = folder.resolve("gr\u00F6\u00DFe");
    List<String> command =
        List.of(
            "jobs/submit.sh",
            "collect",
            "--config",
            "conf/demo.conf",
            "workspace=" + workspace,
            "collect.sources=[{type=text, path=\"" + input + "\"}]");
    Map<String, String> environment = Map.of("LC_ALL", "C", "MASTER", "local[1]");
    try (Running run = Processes.start(folder.resolve("log"), environment, command)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(workspace.resolve("collect/manifest.json")).exists();
    }
  }

  @Test
  void aFullDiskIsOneLineAndLeavesWhatWasThere() throws InterruptedException, IOException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString())
            .start();
    assumeTrue(mount.waitFor() == 0, "only root may mount a small disk");
    String workspace = "workspace=\"" + disk.resolve("run") + "\"";
    try {
      collect(workspace, 500, 0);
      byte[] manifest = Files.readAllBytes(disk.resolve("run/collect/manifest.json"));

      String printed = collect(workspace, 20_000, 1);

      assertThat(printed).containsIgnoringCase("no space left").doesNotContain("\tat ");
      assertThat(disk.resolve("run/collect/manifest.json")).hasBinaryContent(manifest);
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
  }

  private String collect(String workspace, int documents, int exitCode) {
    String sources = "collect.sources=[{type=generated, documents=" + documents + "}]";
    try (Running run = submit("collect", "--config", "conf/demo.conf", workspace, sources)) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(exitCode);
      return run.printed();
    }
  }

  @Test
  void aCheckOfAPipelineListsWhatIsWrongAndRunsNothing() {
    Path workspace = folder.resolve("run");
    String[] arguments = {
      "pipeline", "--check", "--config", "conf/demo.conf", "workspace=\"" + workspace + "\""
    };
    try (Running run = submit(arguments)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed()).contains("collect", "label", "report").doesNotContain("running");
    }
    List<String> wrong = new ArrayList<>(List.of(arguments));
    wrong.add("label.sources=[{type=csv, path=/no/labels.csv}]");
    wrong.add("pretrain.frozen-layers=3");
    try (Running run = submit(wrong.toArray(String[]::new))) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
      assertThat(run.printed())
          .contains("problem  /no/labels.csv: no such file", "problem  pretrain.frozen-layers is 3")
          .doesNotContain("\tat ");
    }
    assertThat(workspace.resolve("collect")).doesNotExist();
  }

  @Test
  void helpTeachesAndEndsWithZero() {
    try (Running run = submit("pretrain", "--help")) {
      assertThat(run.exitCode()).isZero();
      assertThat(run.printed()).contains("Usage:", "--config", "KEY=VALUE", "Example:");
    }
  }
}
