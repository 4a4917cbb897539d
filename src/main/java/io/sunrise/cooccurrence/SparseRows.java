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
   * Adds row × dense.
   *
   * @param dense {@code (columns, width)}
   * @param at where in {@code sum} the {@code width} numbers begin
   */
  void addProduct(int row, float[] dense, int width, float[] sum, int at) {
    for (int i = begin(row); i < ends[row]; i++) {
      int from = columns[i] * width;
      float value = values[i];
      for (int k = 0; k < width; k++) {
        sum[at + k] += value * dense[from + k];
      }
    }
  }

  /**
   * Adds the transpose of the row × a row of a dense matrix, for a range of columns.
   *
   * @param dense its {@code width} numbers begin at {@code at}
   * @param sum {@code (columns, width)}
   */
  void addTransposed(
      int row, int fromColumn, int toColumn, float[] dense, int at, int width, float[] sum) {
    for (int i = first(row, fromColumn); i < ends[row] && columns[i] < toColumn; i++) {
      int to = columns[i] * width;
      float value = values[i];
      for (int k = 0; k < width; k++) {
        sum[to + k] += value * dense[at + k];
      }
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
