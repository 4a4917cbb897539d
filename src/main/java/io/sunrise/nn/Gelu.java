package io.sunrise.nn;

/** The Gaussian error linear unit, GELU(x) = x Φ(x) (Hendrycks and Gimpel 2016, section 2). */
final class Gelu {
  private static final int BLOCK = 1024;

  private Gelu() {}

  /** y = GELU(x). */
  static void forward(float[] x, int n, float[] y) {
    for (int j = 0; j < n; j++) {
      y[j] = x[j] * Floats.normalDistribution(x[j]);
    }
  }

  /**
   * gradient *= GELU'(x) = Φ(x) + x φ(x). In two loops, because the JIT compiler does not vectorize
   * a single loop of that length; in blocks, so that the data stays in the cache.
   *
   * @param scratch of n numbers
   */
  static void backward(float[] x, int n, float[] gradient, float[] scratch) {
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(from + BLOCK, n);
      for (int j = from; j < to; j++) {
        scratch[j] = Floats.normalDistribution(x[j]);
      }
      for (int j = from; j < to; j++) {
        gradient[j] *= scratch[j] + x[j] * Floats.normalDensity(x[j]);
      }
    }
  }
}
