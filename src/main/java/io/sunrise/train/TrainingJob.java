package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.Networks;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.optimizer.Schedule;

/**
 * One run of training, whatever its rows.
 *
 * @param initialParameters where it starts, in the network's layout; copied
 * @param longestRow the most tokens of a row, which decide the memory that it takes
 */
public record TrainingJob(
    Networks networks,
    float[] initialParameters,
    TrainingSettings settings,
    TrainingRun run,
    int longestRow) {

  /** Of rows as long as the model's positions allow. */
  public TrainingJob(
      Networks networks, float[] initialParameters, TrainingSettings settings, TrainingRun run) {
    this(networks, initialParameters, settings, run, networks.objective().model().maxPositions());
  }

  /** The same with a number of steps instead of epochs. */
  public TrainingJob ofSteps(int count) {
    return new TrainingJob(networks, initialParameters, settings.ofSteps(count), run, longestRow);
  }

  /** How rows fall into steps and micro-batches, and what these are computed by. */
  StepContext context(int trainRows, int validationRows) {
    int microBatchRows = settings.microBatchRows();
    return StepContext.of(
        networks,
        new EpochPlan(trainRows, settings.batchRows(), microBatchRows),
        EpochPlan.ofOneStep(validationRows, microBatchRows),
        run.seed());
  }

  /** Steps in all. */
  long steps(EpochPlan plan) {
    return settings.steps() > 0 ? settings.steps() : (long) settings.epochs() * plan.steps();
  }

  Schedule schedule(EpochPlan plan) {
    return Schedule.of(settings.learningRate(), settings.warmupShare(), steps(plan));
  }
}
