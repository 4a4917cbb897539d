package io.sunrise.data;

import java.io.Serializable;

/** Makes what the model eats from rows of token ids. */
public interface BatchMaker extends Serializable {
  /** The epoch of validation: its masks are the same after every epoch. */
  int VALIDATION = 0;

  /**
   * Packs rows {@code from} to before {@code to}.
   *
   * @param epoch 1, 2 ... or {@link #VALIDATION}
   */
  PackedBatch batch(TokenRows rows, int from, int to, int epoch);
}
