package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRows;

/**
 * The part of an epoch's rows that one place holds, in order of their places in the epoch.
 *
 * @param epoch 1, 2 ... or {@link BatchMaker#VALIDATION}
 * @param holder which of {@code holders} holds {@code rows}
 */
record EpochShare(
    TokenRows rows, EpochPlan plan, BatchMaker batches, int epoch, int holder, int holders) {

  /** The micro-batches of a step that this place can make. */
  Span microBatches(int step) {
    return plan.share(step, holder, holders);
  }

  PackedBatch batch(int step, int microBatch) {
    Span span = plan.rowsHeld(step, microBatch, holder, holders);
    return batches.batch(rows, span.from(), span.to(), epoch);
  }
}
