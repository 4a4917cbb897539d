package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The whole demo by jobs/submit.sh, small: in local mode, on a cluster, and killed in between. */
@ExtendWith(SharedRuns.class)
class PipelineIT {
  /** What is compared does without them. */
  private static final String[] PRE_TRAINED_ALONE = {
    "finetune.scratch=false", "finetune.baseline=false"
  };

  private final SmallDemo demo;

  PipelineIT(SmallDemo demo) {
    this.demo = demo;
  }

  @Test
  void everyStageLeavesItsFolderAndTheReport() {
    for (String stage :
        List.of("collect", "preprocess", "pretrain", "label", "finetune", "report")) {
      assertThat(demo.undisturbed().resolve(stage).resolve("manifest.json")).exists();
    }
    assertThat(demo.undisturbed().resolve("report/report.html")).isNotEmptyFile();
    assertThat(demo.undisturbed()).isDirectoryNotContaining("glob:**/.lock*");
  }

  @Test
  void theShadedJarTellsLanguages() throws IOException {
    JsonNode manifest = SmallDemo.manifest(demo.undisturbed(), "preprocess");
    assertThat(manifest.at("/counts/dropped.language").asLong())
        .isEqualTo(SmallDemo.MESSY_LINES / 10);
  }

  @Test
  void aSecondRunFindsEverythingUpToDate() {
    try (Running run = demo.submit("local[2]", "", "pipeline", demo.undisturbed())) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed())
          .contains("collect: up to date", "pretrain: up to date", "finetune: up to date");
      assertThat(run.printed()).doesNotContain("running");
      assertThat(run.printed())
          .contains("validation loss", "accuracy on the test rows: ", "report/report.html");
    }
  }

  @Test
  void preprocessingKilledInTheMiddleAndRepeatedOnOneCoreGivesTheSameBytes() throws IOException {
    Path workspace = demo.empty("preprocessing-killed");
    try (Running run = demo.submit("local[1]", "", "pipeline", workspace)) {
      run.await("cleaned documents", printed -> printed.contains("cleaning documents:"));
      run.kill();
      assertThat(workspace.resolve("collect")).exists();
      assertThat(workspace.resolve("preprocess")).doesNotExist();
    }
    demo.succeed(demo.submit("local[1]", "", "preprocess", workspace));
    demo.assertSameRows(workspace);
  }

  /** Where a cluster's data mostly lies; the undisturbed run has it on the local disk. */
  @Test
  void threeExecutorsWithTheirWorkspaceOnHdfsGiveTheSameBits(StandaloneCluster cluster)
      throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, demo.empty("hdfs").toString());
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).build()) {
      String workspace = hdfs.getURI() + "/sunrise";
      String three = StandaloneCluster.executors(3);
      demo.succeed(demo.submit(cluster.master(), three, "pipeline", workspace, PRE_TRAINED_ALONE));
      demo.assertSameStages(hdfs.getFileSystem(), workspace);
    }
  }

  @Test
  void aDriverKilledInTheMiddleOfPreTrainingGoesOnToTheSameBits() throws IOException {
    Path workspace = demo.preprocessed("killed");
    try (Running run = pretrain(workspace)) {
      run.await("a checkpoint", printed -> SmallDemo.lastCheckpoint(workspace) > 0);
      run.kill();
      assertThat(workspace.resolve("pretrain")).doesNotExist();
    }
    try (Running run = pretrain(workspace)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed()).contains("resuming from step");
    }
    demo.assertSamePretraining(workspace);
  }

  @Test
  void sigtermLeavesACheckpointSaysHowToGoOnAndLosesNothing() throws IOException {
    Path workspace = demo.preprocessed("terminated");
    try (Running run = pretrain(workspace)) {
      run.await("a checkpoint", printed -> SmallDemo.lastCheckpoint(workspace) > 0);
      run.terminate();
      assertThat(run.exitCode()).isNotZero();
      assertThat(run.printed()).contains("run the same command again").doesNotContain("\tat ");
    }
    demo.succeed(pretrain(workspace));
    demo.assertSamePretraining(workspace);
  }

  private Running pretrain(Path workspace) {
    return demo.submit("local[2]", "", "pretrain", workspace, "pretrain.checkpoint-steps=7");
  }

  @Test
  void aSecondRunInTheSameWorkspaceIsRefused() {
    Path workspace = demo.empty("shared");
    Map<String, String> named = Map.of("SUNRISE_RUN", "Airflow's run of May 1st, task collect");
    try (Running first = demo.submit(named, "local[1]", "", "pipeline", workspace)) {
      first.await("the first stage", printed -> printed.contains("collect: running"));
      try (Running second = demo.submit("local[1]", "", "collect", workspace)) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.printed())
            .contains("the workspace is in use by process")
            .contains("(Airflow's run of May 1st, task collect)")
            .doesNotContain("\tat ");
      }
    }
  }
}
