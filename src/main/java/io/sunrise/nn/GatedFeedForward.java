package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Role;

/**
 * ModernBERT's feed-forward sub-layer, x + Wo (GELU(norm(x) Wiᵀ) gate), with the gate computed like
 * GELU's input by the second half of Wi, and no biases (Warner et al. 2024, section 2.1).
 */
final class GatedFeedForward {
  private final int hidden;
  private final int intermediate;
  private final int dropoutSite;
  private final LayerNorm norm;
  private final Linear expand;
  private final Linear gate;
  private final Linear output;
  private float[] normed = {};
  private float[] expanded = {};
  private float[] gates = {};
  private float[] activated = {};
  private float[] result = {};
  private float[] mask = {};

  /**
   * @param prefix of the parameters' names, such as {@code model.layers.0.}
   */
  GatedFeedForward(
      ModelConfig config,
      Gemm gemm,
      ParameterLayout.Builder builder,
      String prefix,
      int dropoutSite) {
    this.dropoutSite = dropoutSite;
    hidden = config.hiddenSize();
    intermediate = config.intermediateSize();
    norm =
        LayerNorm.withoutBias(
            builder, prefix + "mlp_norm", hidden, config.architecture().normEpsilon());
    int expandAt = builder.add(Role.MATRIX, prefix + "mlp.Wi.weight", 2 * intermediate, hidden);
    // Two products instead of one, because their results are then two arrays indexed alike.
    expand = Linear.withoutBias(gemm, hidden, intermediate, expandAt);
    gate = Linear.withoutBias(gemm, hidden, intermediate, expandAt + intermediate * hidden);
    int outputAt = builder.add(Role.MATRIX, prefix + "mlp.Wo.weight", hidden, intermediate);
    output = Linear.withoutBias(gemm, intermediate, hidden, outputAt);
  }

  /** The output for the tokens of a scope, (rows, hidden), of which x is the input. */
  float[] forward(float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    int rows = scope.rows(batch);
    int wide = rows * intermediate;
    reserve(rows);
    norm.forward(parameters, x, rows, normed);
    expand.forward(parameters, normed, rows, expanded);
    gate.forward(parameters, normed, rows, gates);
    GatedGelu.forward(expanded, gates, wide, activated);
    if (dropout.active()) {
      mask = Kernels.grown(mask, wide);
      dropout.fill(dropoutSite, batch, scope, intermediate, mask);
      Kernels.multiply(activated, mask, activated, 0, wide);
    }
    System.arraycopy(x, 0, result, 0, rows * hidden);
    output.addForward(parameters, activated, rows, result);
    return result;
  }

  /**
   * Replaces the gradient of the output in {@code scratch} by that of the input, (rows, hidden).
   */
  void backward(
      float[] parameters, int rows, Dropout dropout, EncoderScratch scratch, float[] gradients) {
    int wide = rows * intermediate;
    float[] gradient = scratch.hidden();
    float[] expandedGradient = scratch.intermediate();
    float[] gateGradient = scratch.gates(rows);
    float[] normedGradient = scratch.normed(rows);
    output.backwardParameters(gradient, activated, rows, gradients);
    output.backwardInput(parameters, gradient, rows, 0f, expandedGradient);
    if (dropout.active()) {
      Kernels.multiply(expandedGradient, mask, expandedGradient, 0, wide);
    }
    // The activations are no longer needed, so their array is the scratch.
    GatedGelu.backward(expanded, gates, wide, expandedGradient, gateGradient, activated);
    expand.backwardParameters(expandedGradient, normed, rows, gradients);
    gate.backwardParameters(gateGradient, normed, rows, gradients);
    expand.backwardInput(parameters, expandedGradient, rows, 0f, normedGradient);
    gate.backwardInput(parameters, gateGradient, rows, 1f, normedGradient);
    norm.backward(parameters, normedGradient, rows, gradients);
    Kernels.add(gradient, 0, normedGradient, 0, rows * hidden);
  }

  private void reserve(int rows) {
    normed = Kernels.grown(normed, rows * hidden);
    expanded = Kernels.grown(expanded, rows * intermediate);
    gates = Kernels.grown(gates, rows * intermediate);
    activated = Kernels.grown(activated, rows * intermediate);
    result = Kernels.grown(result, rows * hidden);
  }
}
