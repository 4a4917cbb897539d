package io.sunrise.nn;

/** Softmax over rows, p = e^(x - max) / Σ e^(x - max). */
final class Softmax {
  private Softmax() {}

  /** Replaces each of the rows starting at {@code at} by its softmax. */
  static void forward(float[] x, int at, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int from = at + row * width;
      float largest = Kernels.max(x, from, width);
      for (int j = from; j < from + width; j++) {
        x[j] -= largest;
      }
    }
    exponentials(x, at, rows * width);
    for (int row = 0; row < rows; row++) {
      int from = at + row * width;
      scale(x, from, width, 1f / Kernels.sum(x, from, width));
    }
  }

  /**
   * gradient = p (gradient - Σ gradient p), row by row starting at {@code at} in both arrays:
   * replaces the gradient of p by that of x.
   */
  static void backward(float[] p, float[] gradient, int at, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int from = at + row * width;
      float mean = Kernels.dot(p, from, gradient, from, width);
      for (int j = from; j < from + width; j++) {
        gradient[j] = p[j] * (gradient[j] - mean);
      }
    }
  }

  /** x = e^x for x ≤ 0. */
  static void exponentials(float[] x, int at, int n) {
    for (int j = at; j < at + n; j++) {
      x[j] = Floats.expOfNegative(x[j]);
    }
  }

  static void scale(float[] x, int at, int n, float factor) {
    for (int j = at; j < at + n; j++) {
      x[j] *= factor;
    }
  }
}
