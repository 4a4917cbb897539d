package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.MessyDocuments;
import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;

/**
 * The demo by jobs/submit.sh, small: a run that nothing disturbs, made once for all tests, and
 * others that begin with what it collected and preprocessed and must end in its bits.
 */
final class SmallDemo implements CloseableResource {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every tenth of them is German. */
  static final int MESSY_LINES = 200;

  /** About 42 steps of 5 micro-batches. */
  private static final List<String> SETTINGS =
      List.of(
          "preprocess.tokenizer.vocabulary-size=2000",
          "pretrain.epochs=2",
          "pretrain.batch-rows=24",
          "pretrain.micro-batch-rows=5",
          "label.sources=[{type=generated, documents=300}]",
          "finetune.epochs=2",
          "finetune.unlabelled-rows=200");

  private final Path folder;
  private final Path undisturbed;
  private final Path messy;

  private SmallDemo(Path folder) throws IOException {
    this.folder = folder;
    this.messy = Files.write(folder.resolve("messy.jsonl"), MessyDocuments.lines(MESSY_LINES));
    this.undisturbed = folder.resolve("undisturbed");
  }

  static SmallDemo run() {
    try {
      SmallDemo demo = new SmallDemo(Files.createTempDirectory("sunrise-demo"));
      demo.succeed(demo.submit("local[2]", "", "pipeline", demo.undisturbed));
      return demo;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The workspace of the run that nothing disturbed. */
  Path undisturbed() {
    return undisturbed;
  }

  /** A folder that is not there yet. */
  Path empty(String name) {
    return folder.resolve(name);
  }

  /** A new workspace in which the stages before pre-training are done. */
  Path preprocessed(String name) throws IOException {
    Path workspace = empty(name);
    for (String stage : List.of("collect", "preprocess")) {
      Processes.copy(undisturbed.resolve(stage), workspace.resolve(stage));
    }
    return workspace;
  }

  Running submit(
      String master, String sparkArguments, String stage, Object workspace, String... settings) {
    return submit(Map.of(), master, sparkArguments, stage, workspace, settings);
  }

  /** With more variables of the environment. */
  Running submit(
      Map<String, String> environment,
      String master,
      String sparkArguments,
      String stage,
      Object workspace,
      String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "jobs/submit.sh",
                stage,
                "--config",
                "conf/demo.conf",
                "workspace=\"" + workspace + "\""));
    arguments.add(
        "collect.sources=[{type=generated, documents=400}, {type=jsonl, path=\"" + messy + "\"}]");
    MessyDocuments.SETTINGS.forEach(setting -> arguments.add("preprocess." + setting));
    arguments.addAll(SETTINGS);
    arguments.addAll(List.of(settings));
    Path log = folder.resolve("log-" + System.nanoTime());
    return Processes.submit(log, master, sparkArguments, environment, arguments);
  }

  void succeed(Running running) {
    try (running) {
      assertThat(running.exitCode()).as(running.printed()).isZero();
    }
  }

  /** The hash of the weights that a stage of a workspace ended in. */
  static String weights(Path workspace, String stage) throws IOException {
    String hash = manifest(workspace, stage).at("/outputs/model.safetensors/sha256").asText();
    assertThat(hash).hasSize(64);
    return hash;
  }

  void assertSamePretraining(Path workspace) throws IOException {
    assertThat(weights(workspace, "pretrain")).isEqualTo(weights(undisturbed, "pretrain"));
  }

  void assertSameStages(Path workspace) throws IOException {
    assertSameRows(workspace);
    assertSameHash(workspace, "label");
    assertSamePretraining(workspace);
    assertThat(weights(workspace, "finetune")).isEqualTo(weights(undisturbed, "finetune"));
  }

  /** The same of a workspace on HDFS. */
  void assertSameStages(FileSystem hdfs, String workspace) throws IOException {
    Path copy = empty("from-hdfs-" + System.nanoTime());
    hdfs.copyToLocalFile(
        new org.apache.hadoop.fs.Path(workspace), new org.apache.hadoop.fs.Path(copy.toUri()));
    assertSameStages(copy);
  }

  /** Collect's and preprocess's bytes are those of the undisturbed run. */
  void assertSameRows(Path workspace) throws IOException {
    assertSameHash(workspace, "collect");
    assertSameHash(workspace, "preprocess");
  }

  private void assertSameHash(Path workspace, String stage) throws IOException {
    assertThat(manifest(workspace, stage).path("hash"))
        .as(stage)
        .isEqualTo(manifest(undisturbed, stage).path("hash"));
  }

  static JsonNode manifest(Path workspace, String stage) throws IOException {
    JsonNode manifest = JSON.readTree(workspace.resolve(stage + "/manifest.json").toFile());
    assertThat(manifest.path("hash").asText()).as(stage).isNotEmpty();
    return manifest;
  }

  /** The last step of pre-training under way that has a checkpoint; 0 where none has. */
  static long lastCheckpoint(Path workspace) {
    Path staging = workspace.resolve(".staging");
    if (!Files.exists(staging)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      return files
          .filter(file -> file.toString().contains("pretrain-"))
          .filter(file -> file.endsWith("SHA256SUMS"))
          .map(file -> file.getParent().getFileName().toString())
          .mapToLong(name -> Long.parseLong(name.substring("step-".length())))
          .max()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      // Files come and go while the run writes them; the next look will see them.
      return 0;
    }
  }

  @Override
  public void close() throws IOException {
    FileUtils.deleteDirectory(folder.toFile());
  }
}
