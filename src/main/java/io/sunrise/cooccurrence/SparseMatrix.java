package io.sunrise.cooccurrence;

import java.util.List;

/**
 * A sparse matrix and its products with dense ones, {@code float} row by row. Each number of a
 * product is a sum in ascending order, whatever the number of threads.
 */
final class SparseMatrix {
  private final List<SparseRows> blocks;
  private final int[] firstRow;
  private final int columns;

  SparseMatrix(List<SparseRows> blocks, int columns) {
    this.blocks = List.copyOf(blocks);
    this.columns = columns;
    this.firstRow = new int[blocks.size() + 1];
    for (int i = 0; i < blocks.size(); i++) {
      firstRow[i + 1] = firstRow[i] + blocks.get(i).rows();
    }
  }

  int rows() {
    return firstRow[blocks.size()];
  }

  int columns() {
    return columns;
  }

  /**
   * This × dense.
   *
   * @param dense {@code (columns, width)}
   * @return {@code (rows, width)}
   */
  float[] times(float[] dense, int width, Threads threads) {
    float[] product = new float[Math.multiplyExact(rows(), width)];
    threads.forEach(
        blocks.size(),
        block -> blocks.get(block).addProduct(dense, width, product, firstRow[block] * width));
    return product;
  }

  /**
   * The transpose of this × dense.
   *
   * @param dense {@code (rows, width)}
   * @return {@code (columns, width)}
   */
  float[] transposedTimes(float[] dense, int width, Threads threads) {
    float[] product = new float[Math.multiplyExact(columns, width)];
    threads.forEach(
        (columns + SparseRows.COLUMNS_AT_ONCE - 1) / SparseRows.COLUMNS_AT_ONCE,
        part -> {
          int column = part * SparseRows.COLUMNS_AT_ONCE;
          for (int block = 0; block < blocks.size(); block++) {
            int at = firstRow[block] * width;
            blocks.get(block).addTransposed(column, dense, at, width, product);
          }
        });
    return product;
  }
}
