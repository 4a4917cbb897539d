package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a machine that is too small ends in: one clear line. */
@ExtendWith(SharedRuns.class)
class FaultsIT {
  /** Room for the jar, which each executor copies there, and little else. */
  private static final String DISK = "44m";

  private final SmallDemo demo;

  FaultsIT(SmallDemo demo) {
    this.demo = demo;
  }

  @Test
  void anExecutorWithoutRoomForItsShuffleFilesStopsTheRun()
      throws IOException, InterruptedException {
    Path workspace = demo.preprocessed("full-disk");
    Path disk = Files.createDirectory(demo.empty("disk"));
    Process mount =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + DISK, "tmpfs", disk.toString())
            .start();
    assumeTrue(mount.waitFor() == 0, "only root may mount a small disk");
    try (Running run =
        demo.submit(
            "local[1]",
            "--conf spark.local.dir=" + disk,
            "pretrain",
            workspace,
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
  void aDriverThatIsTooSmallSaysWhatItNeedsBeforeTheFirstStep() throws IOException {
    Path workspace = demo.preprocessed("small-heap");
    try (Running run =
        demo.submit(
            "local[1]", "--driver-memory 530m", "pretrain", workspace, "model.size=medium")) {
      assertThat(run.exitCode()).as(run.printed()).isEqualTo(1);
      assertThat(run.printed())
          .contains(
              "sunrise: pretrain: out of memory before the first step",
              "found 4",
              "--driver-memory");
      assertThat(run.printed()).doesNotContain("\tat ");
    }
    assertThat(workspace.resolve("pretrain")).doesNotExist();
  }
}
