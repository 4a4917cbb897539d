package io.sunrise.nn;

/** GELU(x) g, a GELU with a gate (Shazeer 2020, "GLU variants improve transformer", section 2). */
final class GatedGelu {
  private static final int BLOCK = 1024;

  private GatedGelu() {}

  /** y = GELU(x) g. */
  static void forward(float[] x, float[] g, int n, float[] y) {
    for (int j = 0; j < n; j++) {
      y[j] = x[j] * Floats.normalDistribution(x[j]) * g[j];
    }
  }

  /**
   * Replaces the gradient of y by that of x, dy g GELU'(x), and writes that of g, dy GELU(x). Loops
   * and blocks as in {@link Gelu#backward}.
   *
   * @param scratch of n numbers
   */
  static void backward(
      float[] x, float[] g, int n, float[] gradient, float[] gateGradient, float[] scratch) {
    for (int from = 0; from < n; from += BLOCK) {
      int to = Math.min(from + BLOCK, n);
      for (int j = from; j < to; j++) {
        scratch[j] = Floats.normalDistribution(x[j]);
      }
      for (int j = from; j < to; j++) {
        gateGradient[j] = gradient[j] * (x[j] * scratch[j]);
      }
      for (int j = from; j < to; j++) {
        gradient[j] *= g[j] * (scratch[j] + x[j] * Floats.normalDensity(x[j]));
      }
    }
  }
}
