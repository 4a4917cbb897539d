package io.sunrise.nn;

import io.sunrise.nn.ParameterLayout.Role;
import java.util.Arrays;

/**
 * Layer normalisation, y = w (x - mean) / √(variance + ε) + b (Ba, Kiros and Hinton 2016, section
 * 3), which keeps what its backward pass needs. Each row is copied to index 0 of a scratch array,
 * where the JIT compiler vectorizes the loops.
 */
final class LayerNorm {
  private static final int NO_BIAS = -1;

  private final int width;
  private final int weightAt;
  private final int biasAt;
  private final double epsilon;
  private final float[] weight;
  private final float[] bias;
  private final float[] weightGradient;
  private final float[] biasGradient;
  private final float[] row;
  private final float[] normalizedRow;
  private float[] normalized = {};
  private float[] inverseDeviation = {};

  /** BERT's. */
  LayerNorm(ParameterLayout.Builder builder, String name, int width) {
    this(
        width,
        builder.add(Role.NORM, name + ".weight", width),
        builder.add(Role.BIAS, name + ".bias", width),
        Architecture.BERT.normEpsilon());
  }

  /** One whose b is 0 and no parameter. */
  static LayerNorm withoutBias(
      ParameterLayout.Builder builder, String name, int width, double epsilon) {
    return new LayerNorm(width, builder.add(Role.NORM, name + ".weight", width), NO_BIAS, epsilon);
  }

  private LayerNorm(int width, int weightAt, int biasAt, double epsilon) {
    this.width = width;
    this.weightAt = weightAt;
    this.biasAt = biasAt;
    this.epsilon = epsilon;
    weight = new float[width];
    bias = new float[width];
    weightGradient = new float[width];
    biasGradient = new float[width];
    row = new float[width];
    normalizedRow = new float[width];
  }

  /**
   * The input (rows, width), which the caller writes before {@link #forward} and which forward
   * overwrites.
   */
  float[] input(int rows) {
    normalized = Kernels.grown(normalized, rows * width);
    inverseDeviation = Kernels.grown(inverseDeviation, rows);
    return normalized;
  }

  /** Writes y (rows, width) for x (rows, width), which stays as it is. */
  void forward(float[] parameters, float[] x, int rows, float[] y) {
    System.arraycopy(x, 0, input(rows), 0, rows * width);
    forward(parameters, rows, y);
  }

  /** Writes y (rows, width). */
  void forward(float[] parameters, int rows, float[] y) {
    System.arraycopy(parameters, weightAt, weight, 0, width);
    if (biasAt != NO_BIAS) {
      System.arraycopy(parameters, biasAt, bias, 0, width);
    }
    for (int i = 0; i < rows; i++) {
      int at = i * width;
      System.arraycopy(normalized, at, row, 0, width);
      inverseDeviation[i] = normalize(row, width, epsilon);
      System.arraycopy(row, 0, normalized, at, width);
      scaleAndShift(row, weight, bias, width);
      System.arraycopy(row, 0, y, at, width);
    }
  }

  /** x = (x - mean) / √(variance + ε); returns 1 / √(variance + ε). */
  private static float normalize(float[] x, int width, double epsilon) {
    float mean = Kernels.sum(x, 0, width) / width;
    for (int j = 0; j < width; j++) {
      x[j] -= mean;
    }
    float variance = Kernels.dot(x, 0, x, 0, width) / width;
    float inverse = (float) (1 / Math.sqrt(variance + epsilon));
    Softmax.scale(x, 0, width, inverse);
    return inverse;
  }

  /** x = x w + b. */
  private static void scaleAndShift(float[] x, float[] w, float[] b, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = x[j] * w[j] + b[j];
    }
  }

  /**
   * Replaces the gradient of y by that of x and adds the gradients of w, Σ dy n, and of b, Σ dy.
   */
  void backward(float[] parameters, float[] gradient, int rows, float[] gradients) {
    System.arraycopy(parameters, weightAt, weight, 0, width);
    Arrays.fill(weightGradient, 0f);
    Arrays.fill(biasGradient, 0f);
    for (int i = 0; i < rows; i++) {
      int at = i * width;
      System.arraycopy(gradient, at, row, 0, width);
      System.arraycopy(normalized, at, normalizedRow, 0, width);
      addProducts(row, normalizedRow, weightGradient, width);
      Kernels.add(biasGradient, 0, row, 0, width);
      inputGradient(row, normalizedRow, weight, inverseDeviation[i], width);
      System.arraycopy(row, 0, gradient, at, width);
    }
    Kernels.add(gradients, weightAt, weightGradient, 0, width);
    if (biasAt != NO_BIAS) {
      Kernels.add(gradients, biasAt, biasGradient, 0, width);
    }
  }

  /** sum += x y. */
  private static void addProducts(float[] x, float[] y, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] += x[j] * y[j];
    }
  }

  /** dx = (g - mean(g) - n mean(g n)) / deviation, with g = dy w and n the normalised x. */
  private static void inputGradient(float[] g, float[] n, float[] w, float inverse, int width) {
    Kernels.multiply(g, w, g, 0, width);
    float mean = Kernels.sum(g, 0, width) / width;
    float slope = Kernels.dot(g, 0, n, 0, width) / width;
    for (int j = 0; j < width; j++) {
      g[j] = (g[j] - mean - n[j] * slope) * inverse;
    }
  }
}
