package io.sunrise.demo;

import java.io.Serializable;
import java.util.Arrays;

/** A discrete distribution over 0 .. n-1. */
final class DiscreteDistribution implements Serializable {
  private static final double UNIT = 1 << 16;
  private final int[] ends;

  private DiscreteDistribution(int[] ends) {
    this.ends = ends;
  }

  /** Probabilities proportional to {@code weights}, each above 0, with a sum below 30,000. */
  static DiscreteDistribution of(double[] weights) {
    int[] ends = new int[weights.length];
    int end = 0;
    for (int i = 0; i < weights.length; i++) {
      end = Math.addExact(end, Math.max(1, (int) Math.rint(weights[i] * UNIT)));
      ends[i] = end;
    }
    return new DiscreteDistribution(ends);
  }

  /** Probabilities proportional to (rank + 3)^-exponent, the Zipf-Mandelbrot law. */
  static DiscreteDistribution zipf(int size, double exponent) {
    double[] weights = new double[size];
    for (int rank = 0; rank < size; rank++) {
      weights[rank] = StrictMath.pow((rank + 3) / 3.0, -exponent);
    }
    return of(weights);
  }

  int draw(RandomDraws draws) {
    int found = Arrays.binarySearch(ends, draws.below(ends[ends.length - 1]) + 1);
    return found >= 0 ? found : -found - 1;
  }
}
