package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.LossSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.PackedBatch;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Network;
import io.sunrise.nn.Objective;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.trace.StepRecord;
import io.sunrise.train.trace.TrainingListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps whose loss is not a number. */
class SkippedStepsIT {
  /** Of two epochs of five. */
  private static final Set<Long> BROKEN = Set.of(3L, 4L, 7L);

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  /** A network that breaks at some steps, which it knows by their dropout. */
  private record Breaking(Network network, Set<Long> keys) implements Network {
    static Network of(Network network) {
      long key = CounterRandom.key(1, "dropout");
      return new Breaking(
          network,
          Set.copyOf(BROKEN.stream().map(step -> CounterRandom.derive(key, step)).toList()));
    }

    @Override
    public BatchResult forwardBackward(
        float[] parameters, PackedBatch batch, long dropoutKey, float[] gradients) {
      BatchResult result = network.forwardBackward(parameters, batch, dropoutKey, gradients);
      if (!keys.contains(dropoutKey)) {
        return result;
      }
      gradients[0] = Float.NaN;
      return new BatchResult(
          Double.NaN, result.weight(), result.correct(), result.targets(), result.tokens());
    }

    @Override
    public ParameterLayout layout() {
      return network.layout();
    }

    @Override
    public BatchResult evaluate(float[] parameters, PackedBatch batch) {
      return network.evaluate(parameters, batch);
    }

    @Override
    public float[] logits(float[] parameters, PackedBatch batch) {
      return network.logits(parameters, batch);
    }

    @Override
    public int outputs() {
      return network.outputs();
    }
  }

  @Test
  void areLeftOutAndCounted() throws IOException {
    TrainingResult result = train("driver", 2, RunOn.DRIVER, 0);
    assertThat(result.steps()).isEqualTo(10);
    assertThat(result.skippedSteps()).isEqualTo(3);
    assertThat(warnings)
        .containsExactly("3 of 10 steps were left out: their loss or gradient was not finite");
    List<String> trace = Files.readAllLines(folder.resolve("driver/trace.jsonl"));
    assertThat(trace).hasSize(12).filteredOn(line -> line.contains("skipped")).hasSize(3);
    assertThat(trace.get(2)).contains("\"step\":3,").contains("\"loss\":null").endsWith(":1}");
    assertThat(trace.get(3)).contains("\"step\":4,").endsWith("\"skipped\":2}");
    assertThat(trace.get(7)).contains("\"step\":7,").endsWith("\"skipped\":1}");
    assertThat(result.epochs()).allMatch(epoch -> Double.isFinite(epoch.trainLoss()));
    assertThat(TrainingTesting.bits(train("executors", 2, RunOn.EXECUTORS, 0)))
        .isEqualTo(TrainingTesting.bits(result));
  }

  @Test
  void areCountedOnAfterAnInterruption() throws IOException {
    TrainingResult undisturbed = train("undisturbed", 2, RunOn.DRIVER, 0);
    assertThatThrownBy(() -> train("interrupted", 2, RunOn.DRIVER, 3))
        .hasMessageContaining("stopped at step 3 of 10 as requested");
    TrainingResult resumed = train("interrupted", 2, RunOn.DRIVER, 0);
    assertThat(TrainingTesting.bits(resumed)).isEqualTo(TrainingTesting.bits(undisturbed));
    assertThat(resumed.skippedSteps()).isEqualTo(3);
    assertThat(CheckpointsIT.traceWithoutTimes(folder.resolve("interrupted")))
        .isEqualTo(CheckpointsIT.traceWithoutTimes(folder.resolve("undisturbed")));
  }

  @Test
  void endTheRunWhereThereAreTooManyInARow() {
    assertThatThrownBy(() -> train("one", 1, RunOn.DRIVER, 0))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("step 4 of epoch 1: the loss is NaN")
        .hasMessageContaining("(1 steps right before it were skipped)")
        .hasMessageMatching(".*its rows: (\\d+, ){4}\\d+ and 3 more; .*")
        .hasMessageContaining("checkpoints/step-00000003");
  }

  /**
   * Trains ten steps.
   *
   * @param skip steps in a row that may be left out
   * @param stopAfter the step to break off after; 0 for none
   */
  private TrainingResult train(String name, int skip, RunOn runOn, long stopAfter) {
    TrainingSettings plain = TrainingTesting.settings(OptimizerKind.SUNRISE, 2);
    TrainingSettings settings =
        TrainingTesting.with(plain, new LossSettings(0, skip), plain.adamW());
    TrainingTesting.Case job = TrainingTesting.job(folder.resolve(name), settings, 37);
    Objective breaking =
        new ChangedNetworks(job.job().networks().objective(), network -> Breaking.of(network));
    StopRequest stop = new StopRequest();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(StepRecord record) {
            if (record.step() == stopAfter) {
              stop.request();
            }
          }

          @Override
          public void warning(String line) {
            warnings.add(line);
          }
        };
    return TrainingTesting.train(job.of(breaking), TrainingTesting.on(runOn, 2), stop, listener);
  }
}
