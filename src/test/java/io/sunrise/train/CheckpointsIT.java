package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings.RunOn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsIT {
  @TempDir Path folder;
  @TempDir Path undisturbedFolder;
  private final List<String> warnings = new ArrayList<>();
  private TrainingJob job;

  @BeforeEach
  void prepare() {
    job = TrainingTesting.job(folder);
  }

  @Test
  void goesOnWithinAnEpochAsIfNothingHadHappened() throws IOException {
    TrainingResult undisturbed = undisturbed();
    assertThatThrownBy(() -> trainAndStopAfter(7))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("stopped at step 7 of 20 as asked")
        .hasMessageContaining("step-00000007");
    TrainingResult resumed = train();
    assertThat(TrainingTesting.bits(resumed)).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(resumed.epochs()).hasSize(4);
    assertThat(traceWithoutTimes(folder)).isEqualTo(traceWithoutTimes(undisturbedFolder));
    assertThat(folder.resolve("checkpoints"))
        .isDirectoryContaining("glob:**/step-00000020")
        .isDirectoryContaining("glob:**/step-00000018");
    try (var kept = Files.list(folder.resolve("checkpoints"))) {
      assertThat(kept).hasSize(2);
    }
  }

  @Test
  void usesTheCheckpointBeforeADamagedOne() throws IOException {
    TrainingResult undisturbed = undisturbed();
    assertThatThrownBy(() -> trainAndStopAfter(7)).isInstanceOf(SunriseException.class);
    flipOneByte(folder.resolve("checkpoints/step-00000007/first-moment.safetensors"));
    assertThat(TrainingTesting.bits(train())).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("step-00000007 is damaged").doesNotContain("\n");
    assertThat(traceWithoutTimes(folder)).isEqualTo(traceWithoutTimes(undisturbedFolder));
  }

  @Test
  void refusesAnotherJobsCheckpoint() {
    assertThatThrownBy(() -> trainAndStopAfter(4)).isInstanceOf(SunriseException.class);
    TrainingRun run = job.run();
    TrainingRun other =
        new TrainingRun(run.stage(), run.directory(), "job-2", run.firstEpoch(), run.seed());
    job = new TrainingJob(job.task(), job.initialParameters(), job.rows(), job.settings(), other);
    assertThatThrownBy(this::train)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("is of another job (found job-1, this run is job-2)");
  }

  @Test
  void doesNothingWhenAllStepsAreMade() throws IOException {
    TrainingResult first = train();
    String trace = Files.readString(folder.resolve("trace.jsonl"));
    TrainingResult again = train();
    assertThat(again.steps()).isEqualTo(first.steps());
    assertThat(again.epochs()).isEqualTo(first.epochs());
    assertThat(TrainingTesting.bits(again)).isEqualTo(TrainingTesting.bits(first));
    assertThat(folder.resolve("trace.jsonl")).hasContent(trace);
  }

  private TrainingResult undisturbed() {
    TrainingJob elsewhere = TrainingTesting.job(undisturbedFolder);
    return TrainingTesting.train(elsewhere, TrainingTesting.on(RunOn.DRIVER, 1));
  }

  private TrainingResult train() {
    return TrainingTesting.train(
        job,
        TrainingTesting.on(RunOn.DRIVER, 2),
        new StopRequest(),
        new TrainingListener() {
          @Override
          public void warning(String line) {
            warnings.add(line);
          }
        });
  }

  private void trainAndStopAfter(long step) {
    StopRequest stop = new StopRequest();
    TrainingTesting.train(
        job,
        TrainingTesting.on(RunOn.DRIVER, 2),
        stop,
        new TrainingListener() {
          @Override
          public void step(StepRecord record) {
            if (record.step() == step) {
              stop.request();
            }
          }
        });
  }

  private static void flipOneByte(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  static String traceWithoutTimes(Path folder) throws IOException {
    return Files.readString(folder.resolve("trace.jsonl"))
        .replaceAll("\"(tokensPerSecond|seconds)\":[0-9.E-]+", "");
  }
}
