package io.sunrise.data;

/** Concatenates rows into a {@link PackedBatch}. */
final class Packing {
  private Packing() {}

  static PackedBatch pack(
      TokenRows rows, int from, int to, int[] ids, int[] positions, int[] targets) {
    int count = to - from;
    int[] offsets = new int[count + 1];
    long[] indices = new long[count];
    for (int row = 0; row < count; row++) {
      indices[row] = rows.index(from + row);
      offsets[row + 1] = rows.tokens(from, from + row + 1);
    }
    return new PackedBatch(count, offsets, ids, indices, positions, targets);
  }
}
