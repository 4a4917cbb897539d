package io.sunrise.cooccurrence;

/** Columns of a tall dense matrix, {@code (rows, width)}, {@code float} row by row. */
final class DenseColumns {
  /** Columns of a Gram matrix that are summed while a row is at hand. */
  private static final int TILE = 16;

  private static final int ROWS_AT_ONCE = 64;

  /** What is left of a column's squared length where it depends on those before. */
  private static final double DEPENDENT = 1e-10;

  private DenseColumns() {}

  /** The products of all pairs of columns, {@code (width, width)}. */
  static double[][] gram(float[] matrix, int width, Threads threads) {
    double[][] gram = new double[width][width];
    threads.forEach(
        (width + TILE - 1) / TILE,
        tile -> {
          int to = Math.min(width, (tile + 1) * TILE);
          for (int row = 0; row < matrix.length; row += width) {
            for (int i = tile * TILE; i < to; i++) {
              addProducts(matrix, row, i, gram[i]);
            }
          }
        });
    for (int i = 0; i < width; i++) {
      for (int j = 0; j < i; j++) {
        gram[i][j] = gram[j][i];
      }
    }
    return gram;
  }

  private static void addProducts(float[] matrix, int row, int i, double[] sums) {
    double left = matrix[row + i];
    for (int j = i; j < sums.length; j++) {
      sums[j] += left * matrix[row + j];
    }
  }

  /**
   * Makes the columns orthonormal, in place, by two rounds of Cholesky QR (Yamamoto et al. 2015). A
   * column that depends on those before becomes 0.
   */
  static void orthonormalize(float[] matrix, int width, Threads threads) {
    for (int round = 0; round < 2; round++) {
      double[][] factor = cholesky(gram(matrix, width, threads));
      int rows = matrix.length / width;
      threads.forEach(
          (rows + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE,
          part -> {
            double[] solved = new double[width];
            int to = Math.min(rows, (part + 1) * ROWS_AT_ONCE);
            for (int row = part * ROWS_AT_ONCE; row < to; row++) {
              solve(matrix, row * width, factor, solved);
            }
          });
    }
  }

  /** The upper factor R with RᵀR = gram; a row of zeros where a column is dependent. */
  private static double[][] cholesky(double[][] gram) {
    int width = gram.length;
    double[][] factor = new double[width][width];
    for (int i = 0; i < width; i++) {
      double[] rest = gram[i].clone();
      for (int k = 0; k < i; k++) {
        double left = factor[k][i];
        for (int j = i; j < width; j++) {
          rest[j] -= left * factor[k][j];
        }
      }
      if (rest[i] > DEPENDENT * gram[i][i]) {
        double root = Math.sqrt(rest[i]);
        for (int j = i; j < width; j++) {
          factor[i][j] = rest[j] / root;
        }
      }
    }
    return factor;
  }

  /** Row × R⁻¹, by substitution. */
  private static void solve(float[] matrix, int row, double[][] factor, double[] solved) {
    for (int i = 0; i < solved.length; i++) {
      solved[i] = matrix[row + i];
    }
    for (int i = 0; i < solved.length; i++) {
      double pivot = factor[i][i];
      double value = pivot > 0 ? solved[i] / pivot : 0;
      matrix[row + i] = (float) value;
      for (int j = i + 1; j < solved.length; j++) {
        solved[j] -= value * factor[i][j];
      }
    }
  }
}
