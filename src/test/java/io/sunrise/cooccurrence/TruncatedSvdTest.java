package io.sunrise.cooccurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruncatedSvdTest {
  private static final int ROWS = 90;
  private static final int COLUMNS = 70;

  @Test
  void findsTheSingularValuesThatAMatrixWasMadeOf() {
    double[] values = {50, 20, 19, 5, 1};
    float[] left = orthonormal(ROWS, values.length, 1);
    float[] right = orthonormal(COLUMNS, values.length, 2);
    float[] matrix = product(left, values, right);

    TruncatedSvd svd = svd(matrix, 8, 2);

    for (int k = 0; k < values.length; k++) {
      assertThat(svd.values()[k]).isCloseTo(values[k], within(1e-4));
      double cosine = 0;
      for (int c = 0; c < COLUMNS; c++) {
        cosine += (double) svd.right()[c * 8 + k] * right[c * values.length + k];
      }
      assertThat(Math.abs(cosine)).isCloseTo(1, within(1e-4));
    }
    assertThat(svd.values()[5]).isZero();
    assertThat(svd.right()[5]).isZero();
  }

  @Test
  void theProjectionGivesTheLeftVectorsTimesAPowerOfTheValues() {
    double[] values = {9, 4};
    float[] left = orthonormal(ROWS, 2, 1);
    float[] matrix = product(left, values, orthonormal(COLUMNS, 2, 2));
    try (Threads threads = new Threads(1)) {
      float[] vectors = sparse(matrix).times(svd(matrix, 2, 1).projection(0.5), 2, threads);

      for (int row = 0; row < ROWS; row++) {
        assertThat(Math.abs(vectors[2 * row]))
            .isCloseTo(3 * Math.abs(left[2 * row]), within(1e-4f));
        assertThat(Math.abs(vectors[2 * row + 1]))
            .isCloseTo(2 * Math.abs(left[2 * row + 1]), within(1e-4f));
      }
    }
  }

  @Test
  void theNumberOfThreadsChangesNoBit() {
    float[] matrix = random(ROWS * COLUMNS, 3);
    TruncatedSvd one = svd(matrix, 20, 1);

    for (int threads : List.of(2, 5)) {
      TruncatedSvd more = svd(matrix, 20, threads);
      assertThat(more.values()).containsExactly(one.values());
      assertThat(more.right()).containsExactly(one.right());
    }
  }

  @Test
  void theLargestElementOfAVectorIsPositive() {
    TruncatedSvd svd = svd(random(ROWS * COLUMNS, 4), 10, 2);

    for (int k = 0; k < 10; k++) {
      float largest = 0;
      for (int c = 0; c < COLUMNS; c++) {
        float value = svd.right()[c * 10 + k];
        largest = Math.abs(value) > Math.abs(largest) ? value : largest;
      }
      assertThat(largest).isPositive();
    }
  }

  private static TruncatedSvd svd(float[] matrix, int width, int numberOfThreads) {
    try (Threads threads = new Threads(numberOfThreads)) {
      return TruncatedSvd.of(sparse(matrix), width, 1, threads);
    }
  }

  /** In blocks of 32 rows, without the zeros. */
  private static SparseMatrix sparse(float[] matrix) {
    List<SparseRows> blocks = new ArrayList<>();
    for (int from = 0; from < ROWS; from += 32) {
      int rows = Math.min(32, ROWS - from);
      int[] ends = new int[rows];
      char[] columns = new char[rows * COLUMNS];
      float[] values = new float[rows * COLUMNS];
      int size = 0;
      for (int row = 0; row < rows; row++) {
        for (int c = 0; c < COLUMNS; c++) {
          if (matrix[(from + row) * COLUMNS + c] != 0) {
            columns[size] = (char) c;
            values[size++] = matrix[(from + row) * COLUMNS + c];
          }
        }
        ends[row] = size;
      }
      blocks.add(new SparseRows(ends, columns, values));
    }
    return new SparseMatrix(blocks, COLUMNS);
  }

  private static float[] product(float[] left, double[] values, float[] right) {
    float[] product = new float[ROWS * COLUMNS];
    for (int i = 0; i < product.length; i++) {
      for (int k = 0; k < values.length; k++) {
        product[i] +=
            (float)
                (left[i / COLUMNS * values.length + k]
                    * values[k]
                    * right[i % COLUMNS * values.length + k]);
      }
    }
    return product;
  }

  private static float[] orthonormal(int rows, int width, long seed) {
    float[] matrix = random(rows * width, seed);
    try (Threads threads = new Threads(1)) {
      DenseColumns.orthonormalize(matrix, width, threads);
    }
    return matrix;
  }

  private static float[] random(int length, long seed) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = (float) CounterRandom.uniform(CounterRandom.key(seed, "svd test"), i) - 0.5f;
    }
    return numbers;
  }
}
