package io.sunrise.cooccurrence;

import java.util.Arrays;

/** Makes the rows of positive pointwise mutual information of blocks of counts. */
record PmiRows(CountedPairs pairs, PositivePmi pmi) {

  /**
   * The rows of a block.
   *
   * @param cells as {@link CellWriter} writes them
   * @param end rows from this one on are left out
   */
  SparseRows of(int block, byte[] cells, int end) {
    int first = block * CountedPairs.BLOCK_ROWS;
    Collected rows = new Collected(Math.min(pairs.rows(block), end - first));
    CellWriter.read(
        cells,
        (cell, count) -> {
          int row = cell / pairs.contexts();
          int column = cell % pairs.contexts();
          if (first + row < end) {
            rows.add(row, column, pmi.of(first + row, column, count));
          }
        });
    return rows.build();
  }

  /** The positive values so far. */
  private static final class Collected {
    private final int[] sizes;
    private char[] columns = new char[1 << 12];
    private float[] values = new float[1 << 12];
    private int size;

    Collected(int rows) {
      sizes = new int[rows];
    }

    void add(int row, int column, float value) {
      if (value > 0) {
        if (size == columns.length) {
          columns = Arrays.copyOf(columns, 2 * size);
          values = Arrays.copyOf(values, 2 * size);
        }
        columns[size] = (char) column;
        values[size++] = value;
        sizes[row]++;
      }
    }

    SparseRows build() {
      int[] ends = sizes.clone();
      Arrays.parallelPrefix(ends, Integer::sum);
      return new SparseRows(ends, Arrays.copyOf(columns, size), Arrays.copyOf(values, size));
    }
  }
}
