package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pre-training by jobs/submit.sh ends in the same weights whatever it runs on and whoever dies. */
@TestInstance(Lifecycle.PER_CLASS)
class ExactnessIT {
  private static final int[] KILLED_AT = {1, 7, 15, 24, 33};

  private Path folder;
  private Path prepared;
  private String expected;

  @BeforeAll
  void runUndisturbed(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    prepared = folder.resolve("prepared");
    succeed(submit("local[2]", "", "collect", prepared));
    succeed(submit("local[2]", "", "preprocess", prepared));
    expected = trained("local[2]", "", "undisturbed");
  }

  private Running submit(
      String master, String sparkArguments, String stage, Path workspace, String... settings) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                stage,
                "--config",
                "conf/demo.conf",
                "workspace=\"" + workspace + "\"",
                "collect.sources=[{type=generated, documents=1000}]",
                "pretrain.epochs=2",
                "pretrain.batch-rows=48",
                "pretrain.micro-batch-rows=5"));
    arguments.addAll(List.of(settings));
    Path log = folder.resolve("log-" + System.nanoTime());
    return Processes.submit(log, master, sparkArguments, arguments.toArray(String[]::new));
  }

  private static void succeed(Running running) throws InterruptedException {
    try (running) {
      assertThat(running.exitCode()).as(running.printed()).isZero();
    }
  }

  /** A new workspace in which preprocess is done. */
  private Path workspace(String name) throws IOException {
    Path workspace = folder.resolve(name);
    Processes.copy(prepared, workspace);
    return workspace;
  }

  /** The hash of what pre-training ends in. */
  private String trained(String master, String sparkArguments, String name, String... settings)
      throws IOException, InterruptedException {
    Path workspace = workspace(name);
    succeed(submit(master, sparkArguments, "pretrain", workspace, settings));
    return weights(workspace);
  }

  private static String weights(Path workspace) throws IOException {
    String hash =
        new ObjectMapper()
            .readTree(workspace.resolve("pretrain/manifest.json").toFile())
            .at("/outputs/model.safetensors/sha256")
            .asText();
    assertThat(hash).hasSize(64);
    return hash;
  }

  @ParameterizedTest
  @CsvSource({"local[1], driver", "local[4], executors"})
  void onAnyNumberOfThreads(String master, String runOn) throws IOException, InterruptedException {
    String name = master.replaceAll("\\W", "-") + runOn;
    assertThat(trained(master, "", name, "pretrain.run-on=" + runOn)).isEqualTo(expected);
  }

  @Test
  void withCheckpointsAtEveryStepAndAtNone() throws IOException, InterruptedException {
    assertThat(trained("local[2]", "", "every-step", "pretrain.checkpoint-steps=1"))
        .isEqualTo(expected);
    assertThat(trained("local[2]", "", "no-step", "pretrain.checkpoint-steps=1000000"))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void onAnyNumberOfExecutors(int workers) throws IOException, InterruptedException {
    try (StandaloneCluster cluster =
        StandaloneCluster.start(folder.resolve("spark-" + workers), workers)) {
      assertThat(trained(cluster.master(), "--executor-memory 1g", "executors-" + workers))
          .isEqualTo(expected);
    }
  }

  /** Tasks are copied as soon as one of them has ended. */
  @Test
  @Tag("long")
  void withSpeculation() throws IOException, InterruptedException {
    String eager =
        "--conf spark.speculation=true --conf spark.speculation.interval=5ms"
            + " --conf spark.speculation.multiplier=1.01 --conf spark.speculation.quantile=0.1"
            + " --conf spark.speculation.minTaskRuntime=1ms";
    try (StandaloneCluster cluster =
        StandaloneCluster.start(folder.resolve("spark-speculation"), 3)) {
      assertThat(trained(cluster.master(), eager, "speculation")).isEqualTo(expected);
    }
  }

  @Test
  void withAnExecutorKilledInTheMiddle() throws IOException, InterruptedException {
    Path workspace = workspace("executor-killed");
    try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("spark-killed"), 2);
        Running run =
            submit(cluster.master(), "", "pretrain", workspace, "pretrain.checkpoint-steps=1")) {
      run.await("some steps", printed -> lastCheckpoint(workspace) >= 5);
      assertThat(cluster.killAnExecutor()).isTrue();
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
    assertThat(weights(workspace)).isEqualTo(expected);
  }

  @Test
  @Tag("long")
  void withTheDriverKilledFiveTimes() throws IOException, InterruptedException {
    Path workspace = workspace("driver-killed");
    for (int step : KILLED_AT) {
      try (Running run =
          submit("local[2]", "", "pretrain", workspace, "pretrain.checkpoint-steps=1")) {
        run.await("step " + step, printed -> lastCheckpoint(workspace) >= step);
        run.kill();
      }
      assertThat(workspace.resolve("pretrain")).doesNotExist();
    }
    succeed(submit("local[2]", "", "pretrain", workspace, "pretrain.checkpoint-steps=1"));
    assertThat(weights(workspace)).isEqualTo(expected);
  }

  private static long lastCheckpoint(Path workspace) {
    Path staging = workspace.resolve(".staging");
    if (!Files.exists(staging)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(staging)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.startsWith("step-"))
          .mapToLong(name -> Long.parseLong(name.substring("step-".length())))
          .max()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      // Files come and go while the run writes them; the next look will see them.
      return 0;
    }
  }
}
