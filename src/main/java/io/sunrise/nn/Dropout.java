package io.sunrise.nn;

import io.sunrise.CounterRandom;
import io.sunrise.data.PackedBatch;

/**
 * Dropout masks (Srivastava et al. 2014): each number is dropped with probability {@code rate} or
 * else scaled so that its expectation is unchanged. A mask is a function of the step's key, the
 * site in the network, the row's index and the element within the row, not of the rest of the
 * batch.
 */
final class Dropout {
  private static final int STEPS = 1 << 16;

  /** An element is dropped if its random number, uniform in [0, 2^16), is below this. */
  private final int threshold;

  private final float scale;
  private boolean training;
  private long key;

  Dropout(double rate) {
    threshold = (int) Math.round(rate * STEPS);
    scale = (float) ((double) STEPS / (STEPS - threshold));
  }

  /** Training mode: masks are drawn with the step's key. */
  void train(long stepKey) {
    training = threshold > 0;
    key = stepKey;
  }

  /** Evaluation mode: nothing is dropped. */
  void eval() {
    training = false;
  }

  boolean active() {
    return training;
  }

  /** Writes the mask of a row: 0 or 1 / (1 - rate) for each of {@code n} numbers. */
  void fill(int site, long rowIndex, float[] mask, int at, int n) {
    fill(site, rowIndex, 0, mask, at, n);
  }

  /** The same for {@code n} numbers of the row, starting at number {@code from}. */
  private void fill(int site, long rowIndex, int from, float[] mask, int at, int n) {
    long rowKey = CounterRandom.derive(CounterRandom.derive(key, site), rowIndex);
    int shift = at - from;
    int end = from + n;
    int j = from;
    while (j < end && j % 4 != 0) {
      mask[shift + j] = kept(rowKey, j++);
    }
    for (; j + 4 <= end; j += 4) {
      long bits = CounterRandom.bits(rowKey, j >>> 2);
      mask[shift + j] = kept(bits);
      mask[shift + j + 1] = kept(bits >>> 16);
      mask[shift + j + 2] = kept(bits >>> 32);
      mask[shift + j + 3] = kept(bits >>> 48);
    }
    while (j < end) {
      mask[shift + j] = kept(rowKey, j++);
    }
  }

  private float kept(long rowKey, int element) {
    return kept(CounterRandom.bits(rowKey, element >>> 2) >>> (16 * (element % 4)));
  }

  /**
   * Writes the mask of a matrix (rows of the scope, width), each row of the batch with its own key.
   * A token's mask is the same in both scopes.
   */
  void fill(int site, PackedBatch batch, Scope scope, int width, float[] mask) {
    if (scope == Scope.TOKENS) {
      for (int row = 0; row < batch.rows(); row++) {
        int first = batch.offsets()[row];
        int tokens = batch.offsets()[row + 1] - first;
        fill(site, batch.rowIndices()[row], mask, first * width, tokens * width);
      }
      return;
    }
    int row = 0;
    for (int i = 0; i < batch.readPositions().length; i++) {
      int position = batch.readPositions()[i];
      while (batch.offsets()[row + 1] <= position) {
        row++;
      }
      int from = (position - batch.offsets()[row]) * width;
      fill(site, batch.rowIndices()[row], from, mask, i * width, width);
    }
  }

  /** Writes the mask of a matrix with one row for each row of the batch, (rows, width). */
  void fillRows(int site, PackedBatch batch, int width, float[] mask) {
    for (int row = 0; row < batch.rows(); row++) {
      fill(site, batch.rowIndices()[row], mask, row * width, width);
    }
  }

  /** Branch-free, because the branch would be unpredictable. */
  private float kept(long bits) {
    int difference = (int) (bits & (STEPS - 1)) - threshold;
    return scale * (1 + (difference >> 31));
  }
}
