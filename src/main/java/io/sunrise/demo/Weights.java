package io.sunrise.demo;

import java.io.Serializable;
import java.util.Arrays;

/** A discrete distribution over 0 .. n-1. */
final class Weights implements Serializable {
  private static final double UNIT = 1 << 16;
  private final int[] ends;

  private Weights(int[] ends) {
    this.ends = ends;
  }

  /** Probabilities in proportion to {@code weights}, each above 0, all together below 30,000. */
  static Weights of(double[] weights) {
    int[] ends = new int[weights.length];
    int end = 0;
    for (int i = 0; i < weights.length; i++) {
      end = Math.addExact(end, Math.max(1, (int) Math.rint(weights[i] * UNIT)));
      ends[i] = end;
    }
    return new Weights(ends);
  }

  /**
   * Probabilities in proportion to (rank + 3)^-exponent, after Zipf's law as flattened by
   * Mandelbrot.
   */
  static Weights zipf(int size, double exponent) {
    double[] weights = new double[size];
    for (int rank = 0; rank < size; rank++) {
      weights[rank] = StrictMath.pow((rank + 3) / 3.0, -exponent);
    }
    return of(weights);
  }

  int draw(Choices choices) {
    int found = Arrays.binarySearch(ends, choices.below(ends[ends.length - 1]) + 1);
    return found >= 0 ? found : -found - 1;
  }
}
