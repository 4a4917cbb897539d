package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.BatchResult;
import io.sunrise.train.checkpoint.TrainingState;
import io.sunrise.train.dllib.DistriTraining;
import io.sunrise.train.dllib.DistriTraining.DistriSettings;
import io.sunrise.train.gradient.GradientEngine;
import io.sunrise.train.gradient.RowSource;
import io.sunrise.train.optimizer.Schedule;
import io.sunrise.train.trace.StepRecord;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Steps by DLlib's DistriOptimizer, validated as every other. Its state cannot be restored, as
 * DLlib's checkpoints lose Adam's moments: an interrupted run starts again.
 */
final class DistriSteps implements EpochSteps {
  private final TrainingSettings settings;
  private final Schedule schedule;
  private final GradientEngine validation;
  private final DistriTraining distri;

  /** DLlib does not report the tokens of a step: the mean row's times the rows of a batch. */
  private final long tokens;

  private int epoch;
  private Consumer<StepRecord> made;
  private long stepStarted;

  /**
   * @param validation scores the validation rows
   */
  DistriSteps(TrainingJob job, EpochPlan plan, RowSource train, GradientEngine validation) {
    this.settings = job.settings();
    this.schedule = job.schedule(plan);
    this.validation = validation;
    long all = train.rows().map(row -> (long) row.tokens().length).reduce(Long::sum);
    this.tokens = Math.round((double) all / train.size() * settings.batchRows());
    this.distri =
        new DistriTraining(
            train.rows(),
            job.networks(),
            new DistriSettings(
                settings.batchRows(), settings.adamW(), settings.clipNorm(), schedule),
            job.networks().objective().batches(job.run().seed()),
            job.initialParameters().clone());
  }

  @Override
  public Map<String, float[]> optimizerArrays() {
    return Map.of();
  }

  @Override
  public void make(int number, long last, TrainingState state, Consumer<StepRecord> receiver) {
    epoch = number;
    made = receiver;
    stepStarted = System.nanoTime();
    float[] trained = distri.until(last, this::stepMade);
    System.arraycopy(trained, 0, state.parameters(), 0, trained.length);
  }

  private void stepMade(long step, double loss) {
    if (!Double.isFinite(loss)) {
      throw SunriseException.of(
          "step %d of epoch %d: DistriOptimizer's loss is %s, expected a finite number; lower"
              + " learning-rate (now %s) or set clip-norm, and run again; optimizer sunrise can leave"
              + " such steps out",
          step, epoch, loss, settings.learningRate());
    }
    long now = System.nanoTime();
    double seconds = (now - stepStarted) / 1e9;
    stepStarted = now;
    BatchResult mean = new BatchResult(loss, 1, 0, 0, tokens);
    made.accept(
        new StepRecord(step, epoch, mean, schedule.learningRate(step), Double.NaN, seconds, 0));
  }

  @Override
  public BatchResult validate(float[] parameters) {
    return validation.validate(parameters);
  }

  @Override
  public void close() {
    validation.close();
  }
}
