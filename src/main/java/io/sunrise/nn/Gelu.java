package io.sunrise.nn;

/** The Gaussian error linear unit, GELU(x) = x Φ(x) (Hendrycks and Gimpel 2016, section 2). */
final class Gelu {
  private Gelu() {}

  /** y = GELU(x). */
  static void forward(float[] x, int n, float[] y) {
    for (int j = 0; j < n; j++) {
      y[j] = x[j] * Floats.normalDistribution(x[j]);
    }
  }

  /** gradient *= GELU'(x) = Φ(x) + x φ(x). */
  static void backward(float[] x, int n, float[] gradient) {
    for (int j = 0; j < n; j++) {
      float v = x[j];
      gradient[j] *= Floats.normalDistribution(v) + v * Floats.normalDensity(v);
    }
  }
}
