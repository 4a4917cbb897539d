package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** jobs/submit.sh in the shells, containers and machines where people start it. */
class SurroundingsIT {
  private static final String SUBMIT = Processes.PROJECT.resolve("jobs/submit.sh").toString();

  @TempDir private Path folder;

  @BeforeEach
  void openFolderToAll() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private Running start(Map<String, String> environment, String... command) {
    return Processes.start(folder.resolve("log"), environment, List.of(command));
  }

  /** The arguments of a small run of collect, after the words before them. */
  private String[] collect(String... before) {
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(
        List.of(
            "collect",
            "--config",
            Processes.PROJECT.resolve("conf/demo.conf").toString(),
            "workspace=\"" + folder.resolve("run") + "\"",
            "collect.sources=[{type=generated, documents=50}]"));
    return command.toArray(String[]::new);
  }

  private void assertCollected(Running run) {
    assertThat(run.exitCode()).as(run.printed()).isZero();
    assertThat(run.printed()).doesNotContain("\tat ");
    assertThat(folder.resolve("run/collect/manifest.json")).exists();
  }

  private static boolean canRun(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  @Test
  void anExportedCdpathDoesNotMatter() {
    try (Running run =
        start(Map.of("CDPATH", ".:" + folder), "bash", "jobs/submit.sh", "collect", "--help")) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed()).contains("KEY=VALUE");
    }
  }

  @Test
  void aSymbolicLinkToTheScriptInAFolderWithABlankStartsIt() throws IOException {
    Path projects = Files.createDirectory(folder.resolve("My Projects"));
    Path project = Files.createSymbolicLink(projects.resolve("sun rise"), Processes.PROJECT);
    Path script = Files.createSymbolicLink(projects.resolve("sunrise"), Path.of(SUBMIT));
    for (Path each : List.of(script, project.resolve("jobs/submit.sh"))) {
      try (Running run = start(Map.of(), each.toString(), "collect", "--help")) {
        assertThat(run.exitCode()).as(run.printed()).isZero();
        assertThat(run.printed()).contains("KEY=VALUE").doesNotContain("ERROR", "\tat ");
      }
    }
  }

  @Test
  void aMasterThatSparkDoesNotKnowIsOneLine() {
    try (Running run = start(Map.of("MASTER", "cluster:7077"), collect(SUBMIT))) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(2);
      assertThat(run.printed()).contains("MASTER=cluster:7077").doesNotContain("\tat ");
    }
  }

  @Test
  void aNumberWithoutANameAndAHomeMayRunIt() throws Exception {
    String[] user = {"setpriv", "--reuid", "12345", "--regid", "12345", "--clear-groups"};
    List<String> reads = new ArrayList<>(List.of(user));
    reads.addAll(List.of("test", "-r", Processes.PROJECT.resolve("target/sunrise.jar").toString()));
    assumeTrue(canRun(reads.toArray(String[]::new)), "needs root, and a project others may read");
    List<String> command = new ArrayList<>(List.of(user));
    command.addAll(List.of("env", "-u", "HOME", "-u", "USER", SUBMIT));
    try (Running run = start(Map.of(), collect(command.toArray(String[]::new)))) {
      assertCollected(run);
    }
  }

  @Test
  void aHostNameThatDoesNotResolveNeedsOnlyTheAddress() throws Exception {
    assumeTrue(canRun("unshare", "--uts", "true"), "only root may rename the host");
    // Processes sets SPARK_LOCAL_IP.
    String[] renamed = {
      "unshare", "--uts", "sh", "-c", "hostname no-such-host-sunrise && exec \"$@\"", "sh", SUBMIT
    };
    try (Running run = start(Map.of(), collect(renamed))) {
      assertCollected(run);
    }
  }

  @Test
  void sigtermEndsAStageQuietlyAndLeavesNothing() {
    String[] command = collect(SUBMIT);
    command[command.length - 1] = "collect.sources=[{type=generated, documents=5000000}]";
    try (Running run = start(Map.of("MASTER", "local[1]"), command)) {
      run.await("collect runs", printed -> printed.contains("collect: running"));
      run.terminate();
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(143);
      assertThat(run.printed())
          .contains("sunrise: stopped; run the same command again")
          .doesNotContain("\tat ", "Exception");
      assertThat(folder.resolve("run/.staging")).doesNotExist();
      assertThat(folder.resolve("run")).isEmptyDirectory();
    }
  }
}
