package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.trace.StepRecord;
import io.sunrise.train.trace.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsIT {
  @TempDir Path folder;
  @TempDir Path undisturbedFolder;
  private final List<String> warnings = new ArrayList<>();
  private TrainingTesting.Case job;

  @BeforeEach
  void prepare() {
    job = TrainingTesting.job(folder);
  }

  @Test
  void goesOnWithinAnEpochAsIfNothingHadHappened() throws IOException {
    TrainingResult undisturbed = undisturbed();
    assertThatThrownBy(() -> trainAndStopAfter(7))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("stopped at step 7 of 20 as requested")
        .hasMessageContaining("step-00000007");
    TrainingResult resumed = train();
    assertThat(TrainingTesting.bits(resumed)).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(resumed.epochs()).hasSize(4);
    assertThat(traceWithoutTimes(folder)).isEqualTo(traceWithoutTimes(undisturbedFolder));
    assertThat(folder.resolve("checkpoints"))
        .isDirectoryContaining("glob:**/step-00000020")
        .isDirectoryContaining("glob:**/step-00000018");
    try (var kept = Files.list(folder.resolve("checkpoints"))) {
      assertThat(kept.filter(path -> path.getFileName().toString().startsWith("step-"))).hasSize(2);
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

  @ParameterizedTest
  @CsvSource({
    "SHA256SUMS, ''",
    "SHA256SUMS, ' : garbage'",
    "parameters.safetensors, ''",
    "state.json, ''",
  })
  void usesTheCheckpointBeforeOneWithASpoiltFile(String file, String content) throws IOException {
    assertThatThrownBy(() -> trainAndStopAfter(7)).isInstanceOf(SunriseException.class);
    Files.writeString(folder.resolve("checkpoints/step-00000007").resolve(file), content);
    assertThat(TrainingTesting.bits(train())).isEqualTo(TrainingTesting.bits(undisturbed()));
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("step-00000007 is damaged").doesNotContain("\n");
  }

  @Test
  void startsOverWhereAllAreDamagedAndKeepsWhatItWritesThen() throws IOException {
    assertThatThrownBy(() -> trainAndStopAfter(7)).isInstanceOf(SunriseException.class);
    for (String step : List.of("step-00000006", "step-00000007")) {
      flipOneByte(folder.resolve("checkpoints").resolve(step).resolve("state.json"));
    }
    Path stray = Files.createDirectory(folder.resolve("checkpoints/step-backup"));
    assertThatThrownBy(() -> trainAndStopAfter(2)).hasMessageContaining("step-00000002");
    assertThat(folder.resolve("checkpoints/step-00000002/SHA256SUMS")).exists();
    assertThat(folder.resolve("checkpoints/step-00000007")).doesNotExist();
    assertThat(stray).exists();
    train();
    assertThat(warnings).isEmpty();
  }

  @Test
  void saysThatItStartsOverWhereNoneIsWhole() throws IOException {
    assertThatThrownBy(() -> trainAndStopAfter(2)).isInstanceOf(SunriseException.class);
    flipOneByte(folder.resolve("checkpoints/step-00000002/state.json"));
    assertThat(TrainingTesting.bits(train())).isEqualTo(TrainingTesting.bits(undisturbed()));
    assertThat(warnings)
        .hasSize(2)
        .last()
        .isEqualTo("no whole checkpoint is left: starting from the first step");
  }

  @ParameterizedTest
  @ValueSource(strings = {"best-parameters.safetensors", "parameters.safetensors"})
  void usesTheCheckpointBeforeOneWhoseWeightsAreDamagedTheBestEpochsIncluded(String file)
      throws IOException {
    TrainingSettings keepsBest = TrainingTesting.settings(OptimizerKind.SUNRISE, 4, 8, 1e-2, 100);
    job = TrainingTesting.job(undisturbedFolder, keepsBest, 37);
    TrainingResult undisturbed = train();
    job = TrainingTesting.job(folder, keepsBest, 37);
    assertThatThrownBy(() -> trainAndStopAfter(7)).isInstanceOf(SunriseException.class);
    flipOneByte(folder.resolve("checkpoints/step-00000007").resolve(file));
    TrainingResult resumed = train();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("step-00000007 is damaged", file);
    assertThat(TrainingTesting.bits(resumed)).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(resumed.epoch()).isEqualTo(undisturbed.epoch());
  }

  @Test
  void usesTheCheckpointBeforeOneWhoseTraceIsDamaged() throws IOException {
    TrainingResult undisturbed = undisturbed();
    assertThatThrownBy(() -> trainAndStopAfter(7)).isInstanceOf(SunriseException.class);
    flipOneByte(folder.resolve("checkpoints/trace/step-00000007.jsonl"));
    assertThat(TrainingTesting.bits(train())).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(warnings).hasSize(1);
    assertThat(traceWithoutTimes(folder)).isEqualTo(traceWithoutTimes(undisturbedFolder));
  }

  @Test
  void passesOverACheckpointWhoseWritingWasInterrupted() throws IOException {
    TrainingResult undisturbed = undisturbed();
    assertThatThrownBy(() -> trainAndStopAfter(7)).isInstanceOf(SunriseException.class);
    Files.delete(folder.resolve("checkpoints/step-00000007/SHA256SUMS"));
    assertThat(TrainingTesting.bits(train())).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(warnings).isEmpty();
    assertThat(traceWithoutTimes(folder)).isEqualTo(traceWithoutTimes(undisturbedFolder));
  }

  @Test
  void writesEachLineOfTheTraceOnceHoweverManyCheckpointsThereAre() throws IOException {
    train();
    try (var segments = Files.list(folder.resolve("checkpoints/trace"))) {
      long lines = 0;
      for (Path segment : segments.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
        lines += Files.readAllLines(segment).size();
      }
      assertThat(lines).isEqualTo(Files.readAllLines(folder.resolve("trace.jsonl")).size());
    }
  }

  @Test
  void refusesWeightsThatTheLastStepOfAnEpochSpoilt() {
    job =
        TrainingTesting.job(
            folder, TrainingTesting.settings(OptimizerKind.SUNRISE, 1, 64, 1e38, 0), 37);
    assertThatThrownBy(this::train)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(
            "after step 1, the last of epoch 1, the loss on the validation rows is")
        .hasMessageContaining("last good checkpoint: none yet");
  }

  @Test
  void refusesAnotherJobsCheckpoint() {
    assertThatThrownBy(() -> trainAndStopAfter(4)).isInstanceOf(SunriseException.class);
    TrainingRun run = job.job().run();
    TrainingRun other =
        new TrainingRun(run.stage(), run.directory(), "job-2", run.firstEpoch(), run.seed());
    job =
        new TrainingTesting.Case(
            new TrainingJob(
                job.job().networks(), job.job().initialParameters(), job.job().settings(), other),
            job.train(),
            job.validation());
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
    TrainingTesting.Case elsewhere = TrainingTesting.job(undisturbedFolder);
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
