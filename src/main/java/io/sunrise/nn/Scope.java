package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** The tokens of a batch that have a row in a matrix. */
enum Scope {
  /** Every token, in order. */
  TOKENS,
  /** The tokens at the batch's target positions: what a head reads. */
  TARGETS;

  /** The number of rows. */
  int rows(PackedBatch batch) {
    return this == TOKENS ? batch.tokens() : batch.readPositions().length;
  }

  /**
   * The end, exclusive, of the matrix rows for a batch row's tokens, which begin at {@code from}.
   */
  int end(PackedBatch batch, int row, int from) {
    int tokenEnd = batch.offsets()[row + 1];
    if (this == TOKENS) {
      return tokenEnd;
    }
    int[] positions = batch.readPositions();
    int end = from;
    while (end < positions.length && positions[end] < tokenEnd) {
      end++;
    }
    return end;
  }
}
