package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingIT {
  @TempDir Path folder;

  @Test
  void givesTheSameBitsOnAnyNumberOfExecutorsAndThreads() throws IOException {
    int[] expected = null;
    String trace = null;
    for (TrainingPlace place :
        new TrainingPlace[] {
          TrainingTesting.on(RunOn.DRIVER, 1),
          TrainingTesting.on(RunOn.DRIVER, 2),
          TrainingTesting.on(RunOn.EXECUTORS, 1),
          TrainingTesting.on(RunOn.EXECUTORS, 2),
          TrainingTesting.on(RunOn.EXECUTORS, 3),
          TrainingTesting.on(RunOn.EXECUTORS, 7)
        }) {
      Path own = folder.resolve(place.runOn() + "-" + place.parallel());
      TrainingResult result =
          TrainingTesting.train(
              TrainingTesting.job(own, TrainingTesting.settings(OptimizerKind.SUNRISE, 2), 37),
              place);
      if (expected == null) {
        expected = TrainingTesting.bits(result);
        trace = CheckpointsIT.traceWithoutTimes(own);
      }
      assertThat(TrainingTesting.bits(result)).as(own.toString()).isEqualTo(expected);
      assertThat(CheckpointsIT.traceWithoutTimes(own)).isEqualTo(trace);
    }
  }

  @Test
  void learnsAndWritesDownHow() throws IOException {
    TrainingJob job =
        TrainingTesting.job(folder, TrainingTesting.settings(OptimizerKind.SUNRISE, 25), 37);
    TrainingResult result = TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 2));
    assertThat(result.steps()).isEqualTo(25L * TrainingTesting.STEPS_PER_EPOCH);
    assertThat(result.epochs()).hasSize(25);
    EpochRecord first = result.epochs().get(0);
    EpochRecord last = result.epochs().get(24);
    assertThat(last.trainLoss()).isLessThan(first.trainLoss() * 0.6);
    assertThat(last.validationLoss()).isLessThan(first.validationLoss() * 0.6);
    assertThat(last.validationAccuracy()).isGreaterThan(0.4);
    assertThat(folder.resolve("trace.jsonl"))
        .content()
        .hasLineCount(25 * (TrainingTesting.STEPS_PER_EPOCH + 1))
        .contains("{\"type\":\"epoch\",\"epoch\":25,\"stage\":\"pretrain\",\"step\":125,");
    assertThat(folder.resolve("tensorboard/train")).isDirectoryContaining("glob:**tfevents*");
  }

  @Test
  void namesTheStepWhereTheLossIsNotFinite() {
    TrainingJob job = TrainingTesting.job(folder);
    float[] broken = job.initialParameters().clone();
    broken[30] = Float.NaN;
    TrainingJob hopeless =
        new TrainingJob(job.task(), broken, job.rows(), job.settings(), job.run());
    assertThatThrownBy(() -> TrainingTesting.train(hopeless, TrainingTesting.on(RunOn.DRIVER, 1)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("step 1 of epoch 1: the loss is NaN")
        .hasMessageContaining("last good checkpoint: none yet");
  }

  @Test
  void refusesAnExecutorThatComputesOtherBits() {
    TrainingJob job = TrainingTesting.job(folder);
    ModelNetworks usual = TrainingTesting.networks(job.task());
    ModelNetworks strange = new ModelNetworks(job.task(), "java", "0123456789abcdef");
    NetworkFactory networks =
        () -> org.apache.spark.TaskContext.get() == null ? usual.create() : strange.create();
    assertThatThrownBy(
            () ->
                Training.run(
                    TrainingTesting.on(RunOn.EXECUTORS, 2),
                    job,
                    networks,
                    new StopRequest(),
                    TrainingListener.SILENT))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("differ from the driver's (0123456789ab)");
  }
}
