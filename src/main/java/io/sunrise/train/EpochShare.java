package io.sunrise.train;

import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;

/** The micro-batches of an epoch that one place makes. */
interface EpochShare {

  /** Those of a step, 0, 1 ... within the epoch. */
  Span microBatches(int step);

  PackedBatch batch(int step, int microBatch);
}
