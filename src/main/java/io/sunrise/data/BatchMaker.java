package io.sunrise.data;

import java.io.Serializable;

/** Makes batches, the model's input, from rows of token ids. */
public interface BatchMaker extends Serializable {
  /** The epoch number for validation, so that its masks are the same after every epoch. */
  int VALIDATION = 0;

  /**
   * Packs the rows from {@code from}, inclusive, to {@code to}, exclusive.
   *
   * @param epoch 1, 2 ... or {@link #VALIDATION}
   */
  PackedBatch batch(TokenRows rows, int from, int to, int epoch);
}
