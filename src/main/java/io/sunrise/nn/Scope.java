package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** Which tokens of a batch the rows of a matrix stand for. */
enum Scope {
  /** Every token, in order. */
  TOKENS,
  /** The tokens at the batch's target positions: what a head reads. */
  TARGETS;

  /** The number of rows. */
  int rows(PackedBatch batch) {
    return this == TOKENS ? batch.tokens() : batch.targetPositions().length;
  }
}
