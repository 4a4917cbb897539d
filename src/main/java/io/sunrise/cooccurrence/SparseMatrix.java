package io.sunrise.cooccurrence;

import java.util.List;

/**
 * A sparse matrix and its products with dense ones, {@code float} row by row. Each number of a
 * product is a sum in ascending order, whatever the number of threads.
 */
final class SparseMatrix {
  private static final int COLUMNS_AT_ONCE = 256;

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
        block -> {
          SparseRows rows = blocks.get(block);
          for (int row = 0; row < rows.rows(); row++) {
            rows.addProduct(row, dense, width, product, (firstRow[block] + row) * width);
          }
        });
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
        (columns + COLUMNS_AT_ONCE - 1) / COLUMNS_AT_ONCE,
        part -> addTransposed(part * COLUMNS_AT_ONCE, dense, width, product));
    return product;
  }

  private void addTransposed(int fromColumn, float[] dense, int width, float[] product) {
    int toColumn = fromColumn + COLUMNS_AT_ONCE;
    for (int block = 0; block < blocks.size(); block++) {
      SparseRows rows = blocks.get(block);
      for (int row = 0; row < rows.rows(); row++) {
        int at = (firstRow[block] + row) * width;
        rows.addTransposed(row, fromColumn, toColumn, dense, at, width, product);
      }
    }
  }
}
