package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.MessyDocuments;
import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The whole demo by jobs/submit.sh, small: in local mode, on a cluster, and killed in between. */
@TestInstance(Lifecycle.PER_CLASS)
class PipelineIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MESSY_LINES = 400;
  private static final List<String> SMALL =
      List.of(
          "preprocess.tokenizer.vocabulary-size=2000",
          "pretrain.epochs=2",
          "pretrain.batch-rows=64",
          "pretrain.micro-batch-rows=16",
          "pretrain.checkpoint-steps=7",
          "label.sources=[{type=generated, documents=300}]",
          "finetune.epochs=2");

  /** What is compared does without them. */
  private static final String[] PRE_TRAINED_ALONE = {
    "finetune.scratch=false", "finetune.baseline=false"
  };

  private Path folder;
  private Path undisturbed;
  private Path messy;

  @BeforeAll
  void runUndisturbed(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    undisturbed = folder.resolve("undisturbed");
    messy = Files.write(folder.resolve("messy.jsonl"), MessyDocuments.lines(MESSY_LINES));
    try (Running run = submit("local[2]", "pipeline", undisturbed)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
  }

  private Running submit(String master, String stage, Object workspace, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(stage, "--config", "conf/demo.conf", "workspace=\"" + workspace + "\""));
    arguments.add(
        "collect.sources=[{type=generated, documents=800}, {type=jsonl, path=\"" + messy + "\"}]");
    MessyDocuments.SETTINGS.forEach(setting -> arguments.add("preprocess." + setting));
    arguments.addAll(SMALL);
    arguments.addAll(List.of(more));
    Path log = folder.resolve("log-" + System.nanoTime());
    return Processes.submit(log, master, arguments.toArray(String[]::new));
  }

  /** A new workspace in which the stages before pre-training are done. */
  private Path preprocessed(String name) throws IOException {
    Path workspace = folder.resolve(name);
    for (String stage : List.of("collect", "preprocess")) {
      Processes.copy(undisturbed.resolve(stage), workspace.resolve(stage));
    }
    return workspace;
  }

  private static String weights(Path workspace, String stage) throws IOException {
    JsonNode manifest = JSON.readTree(workspace.resolve(stage + "/manifest.json").toFile());
    String hash = manifest.at("/outputs/model.safetensors/sha256").asText();
    assertThat(hash).hasSize(64);
    return hash;
  }

  private void assertSameResult(Path workspace) throws IOException {
    for (String stage : List.of("collect", "preprocess", "label")) {
      assertThat(hash(workspace, stage)).as(stage).isEqualTo(hash(undisturbed, stage));
    }
    for (String stage : List.of("pretrain", "finetune")) {
      assertThat(weights(workspace, stage)).as(stage).isEqualTo(weights(undisturbed, stage));
    }
  }

  private static String hash(Path workspace, String stage) throws IOException {
    return JSON.readTree(workspace.resolve(stage + "/manifest.json").toFile())
        .path("hash")
        .asText();
  }

  @Test
  void everyStageLeavesItsFolderAndTheReport() {
    for (String stage :
        List.of("collect", "preprocess", "pretrain", "label", "finetune", "report")) {
      assertThat(undisturbed.resolve(stage).resolve("manifest.json")).exists();
    }
    assertThat(undisturbed.resolve("report/report.html")).isNotEmptyFile();
    assertThat(undisturbed.resolve(".lock")).doesNotExist();
  }

  @Test
  void theShadedJarTellsLanguages() throws IOException {
    JsonNode manifest = JSON.readTree(undisturbed.resolve("preprocess/manifest.json").toFile());
    assertThat(manifest.at("/counts/dropped.language").asLong()).isEqualTo(MESSY_LINES / 10);
  }

  @Test
  void aSecondRunFindsEverythingUpToDate() throws InterruptedException {
    try (Running run = submit("local[2]", "pipeline", undisturbed)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed())
          .contains("collect: up to date", "pretrain: up to date", "finetune: up to date");
      assertThat(run.printed()).doesNotContain("running");
      assertThat(run.printed()).contains("validation loss", "report/report.html");
    }
  }

  @Test
  void aStandaloneClusterOfThreeWorkersGivesTheSameBits() throws IOException, InterruptedException {
    Path workspace = folder.resolve("cluster");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("spark"), 3);
        Running run = submit(cluster.master(), "pipeline", workspace, PRE_TRAINED_ALONE)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
    assertSameResult(workspace);
  }

  @Test
  void aWorkspaceOnHdfsHoldsTheSameBits() throws IOException, InterruptedException {
    Configuration configuration = new Configuration();
    configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(configuration).build()) {
      String workspace = hdfs.getURI() + "/sunrise";
      try (Running run = submit("local[2]", "pipeline", workspace, PRE_TRAINED_ALONE)) {
        assertThat(run.exitCode()).as(run.printed()).isZero();
      }
      Path copy = folder.resolve("from-hdfs");
      hdfs.getFileSystem()
          .copyToLocalFile(
              new org.apache.hadoop.fs.Path(workspace),
              new org.apache.hadoop.fs.Path(copy.toUri()));
      assertSameResult(copy);
    }
  }

  @Test
  void aDriverKilledInTheMiddleOfPreTrainingGoesOnToTheSameBits()
      throws IOException, InterruptedException {
    Path workspace = preprocessed("killed");
    try (Running run = submit("local[2]", "pipeline", workspace, PRE_TRAINED_ALONE)) {
      run.await("a checkpoint", printed -> checkpoints(workspace) > 0);
      run.kill();
      assertThat(workspace.resolve("pretrain")).doesNotExist();
    }
    try (Running run = submit("local[2]", "pipeline", workspace, PRE_TRAINED_ALONE)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
      assertThat(run.printed()).contains("going on from step");
    }
    assertSameResult(workspace);
  }

  @Test
  void sigtermLeavesACheckpointSaysHowToGoOnAndLosesNothing()
      throws IOException, InterruptedException {
    Path workspace = preprocessed("terminated");
    try (Running run = submit("local[2]", "pipeline", workspace, PRE_TRAINED_ALONE)) {
      run.await("a checkpoint", printed -> checkpoints(workspace) > 0);
      run.terminate();
      assertThat(run.exitCode()).isNotZero();
      assertThat(run.printed()).contains("run the same command again").doesNotContain("\tat ");
    }
    try (Running run = submit("local[2]", "pipeline", workspace, PRE_TRAINED_ALONE)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
    assertSameResult(workspace);
  }

  @Test
  void preprocessingKilledInTheMiddleAndRepeatedOnOneCoreGivesTheSameBytes()
      throws IOException, InterruptedException {
    Path workspace = folder.resolve("preprocessing-killed");
    try (Running run = submit("local[1]", "pipeline", workspace)) {
      run.await("cleaned documents", printed -> printed.contains("cleaning documents:"));
      run.kill();
      assertThat(workspace.resolve("collect")).exists();
      assertThat(workspace.resolve("preprocess")).doesNotExist();
    }
    try (Running run = submit("local[1]", "preprocess", workspace)) {
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
    for (String stage : List.of("collect", "preprocess")) {
      assertThat(hash(workspace, stage)).as(stage).isEqualTo(hash(undisturbed, stage));
    }
  }

  @Test
  void aSecondRunInTheSameWorkspaceIsRefused() throws InterruptedException {
    Path workspace = folder.resolve("shared");
    try (Running first = submit("local[1]", "pipeline", workspace)) {
      first.await("the lock", printed -> Files.exists(workspace.resolve(".lock")));
      try (Running second = submit("local[1]", "collect", workspace)) {
        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.printed())
            .contains("the workspace is in use by process")
            .doesNotContain("\tat ");
      }
    }
  }

  private static long checkpoints(Path workspace) {
    Path staging = workspace.resolve(".staging");
    if (!Files.exists(staging)) {
      return 0;
    }
    try (var files = Files.walk(staging)) {
      return files
          .filter(
              f ->
                  f.getFileName().toString().startsWith("step-")
                      && f.toString().contains("pretrain-"))
          .count();
    } catch (IOException | java.io.UncheckedIOException e) {
      // Files come and go while the run writes them; the next look will see them.
      return 0;
    }
  }
}
