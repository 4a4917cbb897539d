package io.sunrise.cooccurrence;

import io.sunrise.CounterRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * The largest singular values of a matrix and their right singular vectors, by randomized subspace
 * iteration (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1). The same matrix and seed
 * give the same bits on any number of threads; of the two signs a vector may have, the one is taken
 * that makes its largest element positive.
 *
 * @param values descending; 0 beyond the rank of the matrix
 * @param right {@code (columns, width)}, one vector a column
 */
record TruncatedSvd(double[] values, float[] right) {
  private static final int ITERATIONS = 4;

  /** Columns beside those asked for, which make the last of these more exact. */
  static final int OVERSAMPLED = 16;

  /** A singular value below this share of the largest is a rounding error. */
  private static final double NEGLIGIBLE = 1e-5;

  /**
   * @param width how many singular values, at most
   */
  static TruncatedSvd of(SparseMatrix matrix, int width, long seed, Threads threads) {
    int sampled = Math.min(width + OVERSAMPLED, matrix.columns());
    float[] basis = start(matrix.columns() * sampled, seed);
    for (int i = 0; i < ITERATIONS; i++) {
      DenseColumns.orthonormalize(basis, sampled, threads);
      float[] image = matrix.times(basis, sampled, threads);
      DenseColumns.orthonormalize(image, sampled, threads);
      basis = matrix.transposedTimes(image, sampled, threads);
    }
    DenseColumns.orthonormalize(basis, sampled, threads);
    float[] image = matrix.times(basis, sampled, threads);
    double[][] gram = DenseColumns.gram(image, sampled, threads);
    EigenDecomposition eigen = new EigenDecomposition(new Array2DRowRealMatrix(gram, false));
    double[] values = new double[Math.min(width, sampled)];
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.sqrt(Math.max(0, eigen.getRealEigenvalue(k)));
      values[k] = values[k] > NEGLIGIBLE * values[0] ? values[k] : 0;
    }
    return new TruncatedSvd(values, rotated(basis, eigen, values));
  }

  private static float[] start(int length, long seed) {
    long key = CounterRandom.key(seed, "co-occurrence start");
    float[] start = new float[length];
    for (int i = 0; i < length; i++) {
      start[i] = (float) (CounterRandom.uniform(key, i) - 0.5);
    }
    return start;
  }

  /** The basis × the eigenvectors of the values that are not 0. */
  private static float[] rotated(float[] basis, EigenDecomposition eigen, double[] values) {
    int width = values.length;
    int sampled = eigen.getRealEigenvalues().length;
    int rows = basis.length / sampled;
    float[] right = new float[rows * width];
    for (int k = 0; k < width && values[k] > 0; k++) {
      double[] vector = eigen.getEigenvector(k).toArray();
      float largest = 0;
      for (int row = 0; row < rows; row++) {
        double sum = 0;
        for (int i = 0; i < sampled; i++) {
          sum += basis[row * sampled + i] * vector[i];
        }
        right[row * width + k] = (float) sum;
        largest = Math.abs((float) sum) > Math.abs(largest) ? (float) sum : largest;
      }
      for (int row = 0; largest < 0 && row < rows; row++) {
        right[row * width + k] = -right[row * width + k];
      }
    }
    return right;
  }

  int width() {
    return values.length;
  }

  /**
   * What a row of the matrix is multiplied by to give its row of U Sᵖ: V Sᵖ⁻¹, {@code (columns,
   * width)}.
   */
  float[] projection(double power) {
    float[] projection = new float[right.length];
    for (int i = 0; i < right.length; i++) {
      double value = values[i % width()];
      projection[i] = value > 0 ? (float) (right[i] * StrictMath.pow(value, power - 1)) : 0;
    }
    return projection;
  }
}
