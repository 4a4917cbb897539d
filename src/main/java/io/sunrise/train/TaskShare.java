package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRows;

/**
 * The share of one of {@code tasks} Spark tasks.
 *
 * @param rows of some steps, in order of their places in the epoch
 * @param firstStep of these steps
 * @param epoch 1, 2 ... or {@link BatchMaker#VALIDATION}
 */
record TaskShare(
    TokenRows rows,
    EpochPlan plan,
    BatchMaker batches,
    int firstStep,
    int epoch,
    int task,
    int tasks)
    implements EpochShare {

  @Override
  public Span microBatches(int step) {
    return plan.share(step, task, tasks);
  }

  @Override
  public PackedBatch batch(int step, int microBatch) {
    Span span = plan.rowsHeld(firstStep, step, microBatch, task, tasks);
    return batches.batch(rows, span.from(), span.to(), epoch);
  }
}
