package io.sunrise.nn;

import io.sunrise.CounterRandom;
import io.sunrise.data.PackedBatch;

/**
 * Masks of dropout (Srivastava et al. 2014): each number is dropped with the rate's probability or
 * scaled so that the expectation stays. A mask is a function of the step's key, the site in the
 * network, the row's index and the element within the row, not of what else is in the batch.
 */
final class Dropout {
  private static final int STEPS = 1 << 16;

  /** Of 2^16 equally likely numbers, those below this drop. */
  private final int threshold;

  private final float scale;
  private boolean training;
  private long key;

  Dropout(double rate) {
    threshold = (int) Math.round(rate * STEPS);
    scale = (float) ((double) STEPS / (STEPS - threshold));
  }

  /** From now on masks are drawn under a key. */
  void train(long stepKey) {
    training = threshold > 0;
    key = stepKey;
  }

  /** From now on nothing is dropped. */
  void rest() {
    training = false;
  }

  boolean active() {
    return training;
  }

  /** Writes the mask of a row: 0 or 1 / (1 - rate) for each of {@code n} numbers. */
  void fill(int site, long rowIndex, float[] mask, int at, int n) {
    long rowKey = CounterRandom.derive(CounterRandom.derive(key, site), rowIndex);
    int fours = n - n % 4;
    for (int j = 0; j < fours; j += 4) {
      long bits = CounterRandom.bits(rowKey, j >>> 2);
      mask[at + j] = kept(bits);
      mask[at + j + 1] = kept(bits >>> 16);
      mask[at + j + 2] = kept(bits >>> 32);
      mask[at + j + 3] = kept(bits >>> 48);
    }
    for (int j = fours; j < n; j++) {
      mask[at + j] = kept(CounterRandom.bits(rowKey, j >>> 2) >>> (16 * (j - fours)));
    }
  }

  /** Writes the masks of a matrix (tokens, width), each row of the batch under its own key. */
  void fillRows(int site, PackedBatch batch, int width, float[] mask) {
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int tokens = batch.offsets()[row + 1] - first;
      fill(site, batch.rowIndices()[row], mask, first * width, tokens * width);
    }
  }

  /** Without a branch, which a processor could not foresee. */
  private float kept(long bits) {
    int difference = (int) (bits & (STEPS - 1)) - threshold;
    return scale * (1 + (difference >> 31));
  }
}
