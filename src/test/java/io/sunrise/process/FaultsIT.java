package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** What a machine that is too small ends in: one clear line. */
@TestInstance(Lifecycle.PER_CLASS)
class FaultsIT {
  /** Room for the jar, which each executor copies there, and little else. */
  private static final String DISK = "44m";

  private Path folder;
  private Path workspace;

  @BeforeAll
  void preprocess(@TempDir Path temporary) throws InterruptedException {
    folder = temporary;
    workspace = folder.resolve("run");
    for (String stage : List.of("collect", "preprocess")) {
      try (Running run = submit("", stage)) {
        assertThat(run.exitCode()).as(run.printed()).isZero();
      }
    }
  }

  private Running submit(String sparkArguments, String stage, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                stage,
                "--config",
                "conf/demo.conf",
                "workspace=\"" + workspace + "\"",
                "collect.sources=[{type=generated, documents=300}]"));
    arguments.addAll(List.of(settings));
    Path log = folder.resolve("log-" + System.nanoTime());
    return Processes.submit(log, "local[1]", sparkArguments, arguments.toArray(String[]::new));
  }

  @Test
  void anExecutorWithoutRoomForItsShuffleFilesStopsTheRun()
      throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString())
            .start();
    assumeTrue(mount.waitFor() == 0, "only root may mount a small disk");
    try (Running run =
        submit(
            "--conf spark.local.dir=" + disk,
            "pretrain",
            "pretrain.run-on=executors",
            "model.size=small")) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
      assertThat(run.printed()).contains("sunrise: no space left on the disk");
    } finally {
      new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
    }
    assertThat(workspace.resolve("pretrain")).doesNotExist();
  }

  @Test
  void aDriverOutOfMemorySaysWhichSettingHelps() throws InterruptedException {
    try (Running run = submit("--driver-memory 450m", "pretrain", "model.size=medium")) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
      assertThat(run.printed()).contains("sunrise: out of memory", "--driver-memory");
      assertThat(run.printed()).doesNotContain("\tat ");
    }
    assertThat(workspace.resolve("pretrain")).doesNotExist();
  }
}
