package io.sunrise.nn;

import io.sunrise.nn.ParameterLayout.Role;

/**
 * LayerNorm(GELU(x Wᵀ + b)), what a masked language modelling head does before it decodes (Devlin
 * et al. 2019, appendix A.2).
 */
final class HeadTransform {
  private final int outputs;
  private final Linear dense;
  private final LayerNorm norm;
  private float[] transformed = {};
  private float[] activated = {};
  private float[] normalized = {};

  private HeadTransform(int outputs, Linear dense, LayerNorm norm) {
    this.outputs = outputs;
    this.dense = dense;
    this.norm = norm;
  }

  static HeadTransform ofBert(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    return of(config, "cls.predictions.transform.", config.hiddenSize(), gemm, builder);
  }

  /**
   * One with a bias.
   *
   * @param prefix of the parameters' names
   * @param outputs the width of the result
   */
  static HeadTransform of(
      ModelConfig config, String prefix, int outputs, Gemm gemm, ParameterLayout.Builder builder) {
    return new HeadTransform(
        outputs,
        Linear.add(builder, prefix + "dense", config.hiddenSize(), outputs, gemm),
        new LayerNorm(builder, prefix + "LayerNorm", outputs));
  }

  /** Without biases, under the same names in a masked language model and in a classifier. */
  static HeadTransform ofModernBert(
      ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    int hidden = config.hiddenSize();
    int denseAt = builder.add(Role.MATRIX, "head.dense.weight", hidden, hidden);
    return new HeadTransform(
        hidden,
        Linear.withoutBias(gemm, hidden, hidden, denseAt),
        LayerNorm.withoutBias(builder, "head.norm", hidden, config.architecture().normEpsilon()));
  }

  /** The width of the result. */
  int outputs() {
    return outputs;
  }

  /** The result (rows, outputs) for x (rows, inputs), valid until the next call. */
  float[] forward(float[] parameters, float[] x, int rows) {
    int numbers = rows * outputs;
    transformed = Kernels.grown(transformed, numbers);
    activated = Kernels.grown(activated, numbers);
    normalized = Kernels.grown(normalized, numbers);
    dense.forward(parameters, x, rows, transformed);
    Gelu.forward(transformed, numbers, activated);
    norm.forward(parameters, activated, rows, normalized);
    return normalized;
  }

  /**
   * Adds the parameters' gradients and writes the gradient of x over x, which is no longer needed.
   *
   * @param gradient of the result (rows, outputs), overwritten
   */
  void backward(float[] parameters, float[] x, int rows, float[] gradient, float[] gradients) {
    norm.backward(parameters, gradient, rows, gradients);
    Gelu.backward(transformed, rows * outputs, gradient, activated);
    dense.backwardParameters(gradient, x, rows, gradients);
    dense.backwardInput(parameters, gradient, rows, 0f, x);
  }
}
