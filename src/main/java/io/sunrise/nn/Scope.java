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

  /** The row behind those for a row's tokens, which begin at {@code from}. */
  int end(PackedBatch batch, int row, int from) {
    int behind = batch.offsets()[row + 1];
    if (this == TOKENS) {
      return behind;
    }
    int[] positions = batch.targetPositions();
    int end = from;
    while (end < positions.length && positions[end] < behind) {
      end++;
    }
    return end;
  }
}
