package io.sunrise.cooccurrence;

import java.io.Serializable;

/**
 * A few rows of a sparse matrix with at most 65,536 columns: six bytes for each value that is not
 * 0.
 *
 * @param ends of each row, as a place in the other two arrays
 * @param columns ascending in each row
 */
record SparseRows(int[] ends, char[] columns, float[] values) implements Serializable {

  /** Of a dense matrix of a few hundred numbers a row, these take some hundred kilobytes. */
  static final int COLUMNS_AT_ONCE = 256;

  /** Rows of zeros. */
  static SparseRows empty(int rows) {
    return new SparseRows(new int[rows], new char[0], new float[0]);
  }

  int rows() {
    return ends.length;
  }

  int begin(int row) {
    return row == 0 ? 0 : ends[row - 1];
  }

  /**
   * Adds these rows × dense. Columns are taken a few at a time, so that their part of {@code dense}
   * stays in the cache; each sum is in ascending order all the same.
   *
   * @param dense {@code (columns, width)}
   * @param product the rows' {@code (rows, width)} numbers begin at {@code at}
   */
  void addProduct(float[] dense, int width, float[] product, int at) {
    int columnsThere = dense.length / width;
    for (int column = 0; column < columnsThere; column += COLUMNS_AT_ONCE) {
      for (int row = 0; row < rows(); row++) {
        int to = at + row * width;
        int end = first(row, column + COLUMNS_AT_ONCE);
        for (int i = first(row, column); i < end; i++) {
          addScaled(values[i], dense, columns[i] * width, product, to, width);
        }
      }
    }
  }

  /**
   * Adds the transpose of these rows × dense, for {@link #COLUMNS_AT_ONCE} columns.
   *
   * @param dense the rows' {@code (rows, width)} numbers begin at {@code at}
   * @param product {@code (columns, width)}
   */
  void addTransposed(int column, float[] dense, int at, int width, float[] product) {
    for (int row = 0; row < rows(); row++) {
      int from = at + row * width;
      int end = first(row, column + COLUMNS_AT_ONCE);
      for (int i = first(row, column); i < end; i++) {
        addScaled(values[i], dense, from, product, columns[i] * width, width);
      }
    }
  }

  private static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int k = 0; k < length; k++) {
      y[yAt + k] += factor * x[xAt + k];
    }
  }

  /** The place of the first value of a row at or after a column. */
  private int first(int row, int column) {
    int low = begin(row);
    int high = ends[row];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (columns[middle] < column) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
