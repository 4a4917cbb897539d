package io.sunrise.train;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.checkpoint.CheckpointStore;
import io.sunrise.train.checkpoint.TrainingState;
import io.sunrise.train.gradient.GradientEngine;
import io.sunrise.train.gradient.SummedGradient;
import io.sunrise.train.optimizer.AdamW;
import io.sunrise.train.optimizer.Gradients;
import io.sunrise.train.optimizer.Schedule;
import io.sunrise.train.trace.StepRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Steps by the exact sum of their rows' gradients: mean, clipping, AdamW. */
final class SunriseSteps implements EpochSteps {
  private final TrainingSettings settings;
  private final EpochPlan plan;
  private final Schedule schedule;
  private final AdamW adamW;
  private final long dropoutKey;
  private final CheckpointStore checkpoints;
  private final Supplier<GradientEngine> opener;
  private GradientEngine engine;

  /**
   * @param checkpoints named when a step fails
   * @param engine opened by the first step; a finished run that is restored needs none
   */
  SunriseSteps(
      TrainingJob job,
      EpochPlan plan,
      ParameterLayout layout,
      CheckpointStore checkpoints,
      Supplier<GradientEngine> engine) {
    this.settings = job.settings();
    this.plan = plan;
    this.schedule = job.schedule(plan);
    this.adamW = new AdamW(layout, settings.adamW());
    this.dropoutKey = CounterRandom.key(job.run().seed(), "dropout");
    this.checkpoints = checkpoints;
    this.opener = engine;
  }

  @Override
  public Map<String, float[]> optimizerArrays() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("first-moment", adamW.firstMoment());
    arrays.put("second-moment", adamW.secondMoment());
    return arrays;
  }

  @Override
  public void make(int epoch, long last, TrainingState state, Consumer<StepRecord> made) {
    if (engine == null) {
      engine = opener.get();
    }
    engine.openEpoch(epoch);
    do {
      made.accept(step(epoch, state));
    } while (state.step() < last);
  }

  private StepRecord step(int epoch, TrainingState state) {
    long started = System.nanoTime();
    long step = state.step() + 1;
    int ofEpoch = (int) (state.step() % plan.steps());
    double rate = schedule.learningRate(step);
    SummedGradient summed =
        engine.gradient(ofEpoch, state.parameters(), CounterRandom.derive(dropoutKey, step));
    float[] gradient = summed.gradient();
    BatchResult result = summed.result();
    Gradients.clear(gradient, adamW.frozen());
    double weight = result.targets() > 0 ? result.weight() : 1;
    double norm = Gradients.norm(gradient) / weight;
    int skipped = 0;
    if (Double.isFinite(result.loss()) && Double.isFinite(norm)) {
      Gradients.multiply(gradient, Gradients.scale(norm, weight, settings.clipNorm()));
      adamW.update(state.parameters(), gradient, step, rate);
    } else {
      skipped = state.trace().skippedInARow() + 1;
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    StepRecord record = new StepRecord(step, epoch, result, rate, norm, seconds, skipped);
    refuseTooManySkipped(record, ofEpoch);
    return record;
  }

  private void refuseTooManySkipped(StepRecord step, int ofEpoch) {
    if (step.skipped() > settings.loss().skipNotFinite()) {
      throw SunriseException.of(
          "step %d of epoch %d: the loss is %s and the gradient norm %s, expected finite numbers"
              + " (%d steps right before it were skipped); its rows: %s; last good checkpoint: %s;"
              + " lower learning-rate (now %s), set clip-norm or raise skip-not-finite, and run again",
          step.step(),
          step.epoch(),
          step.loss(),
          step.gradientNorm(),
          step.skipped() - 1,
          engine.rowsNamed(ofEpoch),
          checkpoints.lastGood(),
          settings.learningRate());
    }
  }

  @Override
  public BatchResult validate(float[] parameters) {
    return engine.validate(parameters);
  }

  @Override
  public void close() {
    if (engine != null) {
      engine.close();
    }
  }
}
