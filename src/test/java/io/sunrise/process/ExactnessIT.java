package io.sunrise.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.process.Processes.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pre-training by jobs/submit.sh ends in the same weights whatever it runs on and whoever dies. */
@ExtendWith(SharedRuns.class)
class ExactnessIT {
  private static final int[] KILLED_AT = {1, 7, 15, 24, 33};
  private static final String AT_EVERY_STEP = "pretrain.checkpoint-steps=1";

  private final SmallDemo demo;

  ExactnessIT(SmallDemo demo) {
    this.demo = demo;
  }

  private void assertSameWeights(String master, String sparkArguments, String... settings)
      throws IOException {
    Path workspace = demo.preprocessed("exact-" + System.nanoTime());
    demo.succeed(demo.submit(master, sparkArguments, "pretrain", workspace, settings));
    demo.assertSamePretraining(workspace);
  }

  @ParameterizedTest
  @Tag("long")
  @CsvSource({"local[1], driver, 1", "local[4], executors, 1000000"})
  void onAnyNumberOfThreadsWithCheckpointsAtEveryStepAndAtNone(
      String master, String runOn, String checkpointSteps) throws IOException {
    assertSameWeights(
        master, "", "pretrain.run-on=" + runOn, "pretrain.checkpoint-steps=" + checkpointSteps);
  }

  /** Three do in {@link PipelineIT}. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void onAnyNumberOfExecutors(int executors, StandaloneCluster cluster) throws IOException {
    assertSameWeights(cluster.master(), StandaloneCluster.executorsThatReduce(executors));
  }

  /** Tasks are copied as soon as one of them has ended. */
  @Test
  @Tag("long")
  void withSpeculation(StandaloneCluster cluster) throws IOException {
    String eager =
        " --conf spark.speculation=true --conf spark.speculation.interval=5ms"
            + " --conf spark.speculation.multiplier=1.01 --conf spark.speculation.quantile=0.1"
            + " --conf spark.speculation.minTaskRuntime=1ms";
    assertSameWeights(cluster.master(), StandaloneCluster.executorsThatReduce(3) + eager);
  }

  @Test
  void withAnExecutorKilledInTheMiddle(StandaloneCluster cluster) throws IOException {
    Path workspace = demo.preprocessed("executor-killed");
    String two = StandaloneCluster.executorsThatReduce(2);
    try (Running run = demo.submit(cluster.master(), two, "pretrain", workspace, AT_EVERY_STEP)) {
      run.await("some steps", printed -> SmallDemo.lastCheckpoint(workspace) >= 5);
      assertThat(cluster.killAnExecutor()).isTrue();
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
    demo.assertSamePretraining(workspace);
  }

  /** Deletes shuffle files until a task has missed one, which Spark's log of events tells. */
  @Test
  void withAShuffleFileLostInTheMiddle(StandaloneCluster cluster) throws IOException {
    Path workspace = demo.preprocessed("shuffle-lost");
    Path events = Files.createDirectory(demo.empty("shuffle-lost-events"));
    String two =
        StandaloneCluster.executorsThatReduce(2)
            + " --conf spark.eventLog.enabled=true --conf spark.eventLog.dir="
            + events.toUri();
    try (Running run = demo.submit(cluster.master(), two, "pretrain", workspace, AT_EVERY_STEP)) {
      run.await("some steps", printed -> SmallDemo.lastCheckpoint(workspace) >= 5);
      run.await(
          "a lost shuffle file",
          printed -> {
            cluster.deleteShuffleFiles();
            return fetchHasFailed(events);
          });
      assertThat(run.exitCode()).as(run.printed()).isZero();
    }
    demo.assertSamePretraining(workspace);
  }

  private static boolean fetchHasFailed(Path events) {
    try (Stream<Path> logs = Files.list(events)) {
      for (Path log : logs.toList()) {
        if (Files.readString(log).contains("\"Reason\":\"FetchFailed\"")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @Tag("long")
  void withTheDriverKilledFiveTimes() throws IOException {
    Path workspace = demo.preprocessed("driver-killed");
    for (int step : KILLED_AT) {
      try (Running run = demo.submit("local[2]", "", "pretrain", workspace, AT_EVERY_STEP)) {
        run.await("step " + step, printed -> SmallDemo.lastCheckpoint(workspace) >= step);
        run.kill();
      }
      assertThat(workspace.resolve("pretrain")).doesNotExist();
    }
    demo.succeed(demo.submit("local[2]", "", "pretrain", workspace, AT_EVERY_STEP));
    demo.assertSamePretraining(workspace);
  }
}
