package io.sunrise.data;

import java.io.Serializable;

/**
 * Rows concatenated without padding, which of their tokens a head reads, and what it is to predict.
 *
 * @param rows the number of rows, at least 1
 * @param offsets the offset of each row in {@code ids}, of length {@code rows + 1}; the last is the
 *     number of tokens
 * @param ids token ids, after masking if the task masks
 * @param rowIndices each row's index in its dataset, which seeds its dropout
 * @param readPositions the positions in {@code ids} that the head reads, in ascending order: the
 *     masked tokens, or each row's first token; not used by a head that reads all tokens
 * @param targets the expected token id or class, one for each token that the head reads
 * @param weights how much each target counts; empty if all count the same
 * @param probabilities (targets, classes), the distribution to learn in place of each target alone;
 *     empty if the targets are certain
 */
public record PackedBatch(
    int rows,
    int[] offsets,
    int[] ids,
    long[] rowIndices,
    int[] readPositions,
    int[] targets,
    float[] weights,
    float[] probabilities)
    implements Serializable {
  private static final float[] NONE = {};

  /** With certain targets. */
  public PackedBatch(
      int rows, int[] offsets, int[] ids, long[] rowIndices, int[] readPositions, int[] targets) {
    this(rows, offsets, ids, rowIndices, readPositions, targets, NONE, NONE);
  }

  /** The same rows with weights of the targets, to learn distributions (targets, classes). */
  PackedBatch weighted(float[] weights, float[] probabilities) {
    return new PackedBatch(
        rows, offsets, ids, rowIndices, readPositions, targets, weights, probabilities);
  }

  public int tokens() {
    return offsets[rows];
  }

  public int longestRow() {
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      longest = Math.max(longest, offsets[row + 1] - offsets[row]);
    }
    return longest;
  }
}
