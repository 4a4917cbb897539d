package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

/**
 * Loops over rows of numbers that several layers share. A matrix (rows, width) is row-major from
 * index 0 of its array; a parameter ending in {@code At} is an offset into the array it is named
 * after.
 *
 * <p>The JIT compiler vectorizes a loop only if all arrays in it are indexed alike, so the arrays
 * of a hot loop share their offset.
 */
final class Kernels {
  private Kernels() {}

  /** The array itself if it is long enough, otherwise a new one with spare capacity. */
  static float[] grown(float[] array, int length) {
    return array.length >= length ? array : new float[length + length / 8];
  }

  /** Σ x, in eight partial sums that add up pairwise. */
  static float sum(float[] x, int xAt, int n) {
    float s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f, s4 = 0f, s5 = 0f, s6 = 0f, s7 = 0f;
    int eights = n - n % 8;
    for (int j = xAt; j < xAt + eights; j += 8) {
      s0 += x[j];
      s1 += x[j + 1];
      s2 += x[j + 2];
      s3 += x[j + 3];
      s4 += x[j + 4];
      s5 += x[j + 5];
      s6 += x[j + 6];
      s7 += x[j + 7];
    }
    for (int j = xAt + eights; j < xAt + n; j++) {
      s0 += x[j];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  /** Σ x y, in eight partial sums that add up pairwise. */
  static float dot(float[] x, int xAt, float[] y, int yAt, int n) {
    float s0 = 0f, s1 = 0f, s2 = 0f, s3 = 0f, s4 = 0f, s5 = 0f, s6 = 0f, s7 = 0f;
    int eights = n - n % 8;
    for (int j = 0; j < eights; j += 8) {
      int p = xAt + j;
      int q = yAt + j;
      s0 += x[p] * y[q];
      s1 += x[p + 1] * y[q + 1];
      s2 += x[p + 2] * y[q + 2];
      s3 += x[p + 3] * y[q + 3];
      s4 += x[p + 4] * y[q + 4];
      s5 += x[p + 5] * y[q + 5];
      s6 += x[p + 6] * y[q + 6];
      s7 += x[p + 7] * y[q + 7];
    }
    for (int j = eights; j < n; j++) {
      s0 += x[xAt + j] * y[yAt + j];
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
  }

  static float max(float[] x, int xAt, int n) {
    float largest = x[xAt];
    for (int j = xAt + 1; j < xAt + n; j++) {
      largest = x[j] > largest ? x[j] : largest;
    }
    return largest;
  }

  /** x += y. */
  static void add(float[] x, int xAt, float[] y, int yAt, int n) {
    for (int j = 0; j < n; j++) {
      x[xAt + j] += y[yAt + j];
    }
  }

  /** y = x mask, elementwise, starting at {@code at} in all three arrays. */
  static void multiply(float[] x, float[] mask, float[] y, int at, int n) {
    for (int j = at; j < at + n; j++) {
      y[j] = x[j] * mask[j];
    }
  }

  /** sum = x mask + residual. */
  static void addResidualDropped(float[] x, float[] mask, float[] residual, int n, float[] sum) {
    for (int j = 0; j < n; j++) {
      sum[j] = x[j] * mask[j] + residual[j];
    }
  }

  /** sum = x + residual. */
  static void addResidual(float[] x, float[] residual, int n, float[] sum) {
    for (int j = 0; j < n; j++) {
      sum[j] = x[j] + residual[j];
    }
  }

  /** Row i of {@code to} = the row of x at positions[from + i], for {@code count} rows. */
  static void gather(float[] x, int width, int[] positions, int from, int count, float[] to) {
    for (int i = 0; i < count; i++) {
      System.arraycopy(x, positions[from + i] * width, to, i * width, width);
    }
  }

  /** The row of x at positions[from + i] += row i of y, for {@code count} rows. */
  static void scatterAdd(float[] y, int width, int[] positions, int from, int count, float[] x) {
    for (int i = 0; i < count; i++) {
      add(x, positions[from + i] * width, y, i * width, width);
    }
  }

  /**
   * Scatters rows for the targets into rows for all tokens, 0 where there is no target.
   *
   * @param x (targets, width), overwritten by (tokens, width)
   * @param scratch (tokens, width)
   */
  static void spread(float[] x, int width, PackedBatch batch, float[] scratch) {
    int numbers = batch.tokens() * width;
    Arrays.fill(scratch, 0, numbers, 0f);
    int[] positions = batch.readPositions();
    scatterAdd(x, width, positions, 0, positions.length, scratch);
    System.arraycopy(scratch, 0, x, 0, numbers);
  }
}
