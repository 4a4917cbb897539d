package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.RankedRows;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.checkpoint.CheckpointStore;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.gradient.ThreadEngine;
import io.sunrise.train.gradient.TreeSum;
import io.sunrise.train.gradient.Worker;
import io.sunrise.train.trace.TrainingListener;
import java.io.Serializable;

/**
 * Whole runs inside of Spark tasks, so that independent runs spread over the executors: one run on
 * one thread, with the bits that {@link Training#run} gives for the same rows. A run leaves no
 * files; a task that is lost makes it again.
 *
 * @param networks executors must compute the driver's bits
 */
public record TaskTraining(Networks networks, TrainingSettings settings) implements Serializable {

  /** Of the network's parameters. */
  public ParameterLayout layout() {
    return networks.create().layout();
  }

  /**
   * Trains on this thread.
   *
   * @param initialParameters where it starts; copied
   * @param train in order of index, at least one row
   * @param validation in order of index; scored after each epoch; may be empty
   * @param run its directory and job hash are not used
   */
  public TrainingResult train(
      float[] initialParameters, TokenRows train, TokenRows validation, TrainingRun run) {
    TrainingJob job = new TrainingJob(networks, initialParameters, settings, run);
    StepContext context = job.context(train.size(), validation.size());
    CheckpointStore none = CheckpointStore.NONE;
    try (EpochSteps steps =
        new SunriseSteps(
            job,
            context.plan(),
            layout(),
            none,
            () -> new ThreadEngine(context, RankedRows.of(train), RankedRows.of(validation), 1))) {
      return new TrainingLoop(job, context.plan(), steps, none, TrainingListener.SILENT)
          .run(new StopRequest());
    }
  }

  /** What trained parameters score on rows in order of index. */
  public BatchResult score(float[] parameters, TokenRows rows, long seed) {
    EpochPlan plan = EpochPlan.ofOneStep(rows.size(), settings.microBatchRows());
    BatchMaker batches = networks.objective().batches(seed);
    TreeSum<BatchResult> sum = new TreeSum<>(BatchResult::plus);
    new Worker(networks.create())
        .scores(
            plan.share(0, 0, 1),
            microBatch -> {
              Span span = plan.rowsHeld(0, 0, microBatch, 0, 1);
              return batches.batch(rows, span.from(), span.to(), BatchMaker.VALIDATION);
            },
            parameters)
        .forEach(sum::add);
    return sum.total();
  }
}
