package io.sunrise.data;

import java.io.Serializable;

/**
 * Rows laid end to end without padding, and what to predict in them.
 *
 * @param rows the number of rows, at least 1
 * @param offsets where each row's ids begin in {@code ids}; {@code rows + 1} long, the last is the
 *     number of tokens
 * @param ids token ids, after masking where the task masks
 * @param rowIndices each row's index in its dataset, which keys its dropout
 * @param targetPositions places in {@code ids} whose output is scored, ascending: the masked
 *     tokens, or each row's first token
 * @param targets the expected token id or class at each of {@code targetPositions}
 */
public record PackedBatch(
    int rows, int[] offsets, int[] ids, long[] rowIndices, int[] targetPositions, int[] targets)
    implements Serializable {

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
