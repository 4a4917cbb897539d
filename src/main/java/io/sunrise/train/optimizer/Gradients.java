package io.sunrise.train.optimizer;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Sums over a whole gradient, in an order that does not depend on the number of threads. */
public final class Gradients {
  private static final int BLOCK = 1 << 16;

  private Gradients() {}

  /** The Euclidean length: squares are added within blocks, then block by block. */
  public static double norm(float[] gradient) {
    double[] sums = new double[(gradient.length + BLOCK - 1) / BLOCK];
    IntStream.range(0, sums.length)
        .parallel()
        .forEach(block -> sums[block] = squares(gradient, block * BLOCK));
    double sum = 0;
    for (double blockSum : sums) {
      sum += blockSum;
    }
    return Math.sqrt(sum);
  }

  /** In four sums that add up pairwise, so that no addition waits for the one before it. */
  private static double squares(float[] gradient, int from) {
    double s0 = 0, s1 = 0, s2 = 0, s3 = 0;
    int to = Math.min(from + BLOCK, gradient.length);
    int fours = to - (to - from) % 4;
    for (int i = from; i < fours; i += 4) {
      s0 += (double) gradient[i] * gradient[i];
      s1 += (double) gradient[i + 1] * gradient[i + 1];
      s2 += (double) gradient[i + 2] * gradient[i + 2];
      s3 += (double) gradient[i + 3] * gradient[i + 3];
    }
    for (int i = fours; i < to; i++) {
      s0 += (double) gradient[i] * gradient[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /**
   * The factor that turns the summed loss's gradient into the mean loss's, its length cut to {@code
   * clipNorm} (Pascanu, Mikolov and Bengio 2013, algorithm 1).
   *
   * @param meanNorm the length of the mean loss's gradient
   * @param weight of all targets
   * @param clipNorm 0 leaves the length alone
   */
  public static double scale(double meanNorm, double weight, double clipNorm) {
    double clip = clipNorm > 0 && meanNorm > clipNorm ? clipNorm / meanNorm : 1;
    return clip / weight;
  }

  /** {@code gradient *= factor}. */
  public static void multiply(float[] gradient, double factor) {
    float scale = (float) factor;
    IntStream.range(0, (gradient.length + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min((block + 1) * BLOCK, gradient.length);
              for (int i = block * BLOCK; i < end; i++) {
                gradient[i] *= scale;
              }
            });
  }

  /** {@code left += right} within a range. */
  public static void add(float[] left, float[] right, int from, int to) {
    for (int i = from; i < to; i++) {
      left[i] += right[i];
    }
  }

  /** Clears all of it. */
  public static void clear(float[] gradient) {
    clear(gradient, gradient.length);
  }

  /** Clears the first {@code count} numbers. */
  public static void clear(float[] gradient, int count) {
    Arrays.fill(gradient, 0, count, 0f);
  }
}
