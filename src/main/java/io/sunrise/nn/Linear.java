package io.sunrise.nn;

import io.sunrise.nn.Gemm.Op;
import io.sunrise.nn.ParameterLayout.Role;
import java.util.Arrays;

/** A dense layer y = x Wᵀ + b, with W (outputs, inputs) as PyTorch stores it; b may be missing. */
final class Linear {
  private static final int NO_BIAS = -1;

  private final Gemm gemm;
  private final int inputs;
  private final int outputs;
  private final int weightAt;
  private final int biasAt;
  private float[] ones = {};

  /**
   * @param weightAt offset of W in the flat array of parameters
   * @param biasAt offset of b
   */
  Linear(Gemm gemm, int inputs, int outputs, int weightAt, int biasAt) {
    this.gemm = gemm;
    this.inputs = inputs;
    this.outputs = outputs;
    this.weightAt = weightAt;
    this.biasAt = biasAt;
  }

  /** A layer without b. */
  static Linear withoutBias(Gemm gemm, int inputs, int outputs, int weightAt) {
    return new Linear(gemm, inputs, outputs, weightAt, NO_BIAS);
  }

  /** A layer whose parameters are appended to those of the builder. */
  static Linear add(
      ParameterLayout.Builder builder, String name, int inputs, int outputs, Gemm gemm) {
    int weightAt = builder.add(Role.MATRIX, name + ".weight", outputs, inputs);
    int biasAt = builder.add(Role.BIAS, name + ".bias", outputs);
    return new Linear(gemm, inputs, outputs, weightAt, biasAt);
  }

  /** Writes y (rows, outputs) for x (rows, inputs). */
  void forward(float[] parameters, float[] x, int rows, float[] y) {
    for (int row = 0; row < rows && biasAt != NO_BIAS; row++) {
      System.arraycopy(parameters, biasAt, y, row * outputs, outputs);
    }
    multiply(parameters, x, rows, biasAt == NO_BIAS ? 0f : 1f, y);
  }

  /** y += x Wᵀ, of a layer without b. */
  void addForward(float[] parameters, float[] x, int rows, float[] y) {
    multiply(parameters, x, rows, 1f, y);
  }

  /** y = x Wᵀ + beta y. */
  private void multiply(float[] parameters, float[] x, int rows, float beta, float[] y) {
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        rows,
        outputs,
        inputs,
        1f,
        x,
        0,
        inputs,
        parameters,
        weightAt,
        inputs,
        beta,
        y,
        0,
        outputs);
  }

  /** Adds dyᵀ x to the gradient of W and the rows of dy to that of b. */
  void backwardParameters(float[] dy, float[] x, int rows, float[] gradients) {
    if (rows == 0) {
      // MKL rejects matrices without columns.
      return;
    }
    gemm.multiply(
        Op.TRANSPOSED,
        Op.PLAIN,
        outputs,
        inputs,
        rows,
        1f,
        dy,
        0,
        outputs,
        x,
        0,
        inputs,
        1f,
        gradients,
        weightAt,
        inputs);
    if (biasAt != NO_BIAS) {
      addColumnSums(dy, rows, gradients);
    }
  }

  /** Adds the rows of dy to the gradient of b. */
  private void addColumnSums(float[] dy, int rows, float[] gradients) {
    if (ones.length < rows) {
      ones = Kernels.grown(ones, rows);
      Arrays.fill(ones, 1f);
    }
    gemm.multiply(
        Op.PLAIN, Op.PLAIN, 1, outputs, rows, 1f, ones, 0, rows, dy, 0, outputs, 1f, gradients,
        biasAt, outputs);
  }

  /** dx = dy W + beta dx. */
  void backwardInput(float[] parameters, float[] dy, int rows, float beta, float[] dx) {
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        rows,
        inputs,
        outputs,
        1f,
        dy,
        0,
        outputs,
        parameters,
        weightAt,
        inputs,
        beta,
        dx,
        0,
        inputs);
  }
}
