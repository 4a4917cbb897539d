package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * What ends both sub-layers of a transformer layer: LayerNorm(residual + dropout(x Wᵀ + b)).
 * Shapes: x (tokens, inputs), the residual and the output (tokens, hidden).
 */
final class SubLayerOutput {
  private final int hidden;
  private final int dropoutSite;
  private final Linear dense;
  private final LayerNorm norm;
  private float[] mask = {};

  SubLayerOutput(
      ParameterLayout.Builder builder, String name, Gemm gemm, Widths widths, int dropoutSite) {
    this.hidden = widths.hidden();
    this.dropoutSite = dropoutSite;
    dense = Linear.add(builder, name + ".dense", widths.inputs(), hidden, gemm);
    norm = new LayerNorm(builder, name + ".LayerNorm", hidden);
  }

  /** Columns of x and of the output. */
  record Widths(int inputs, int hidden) {}

  /** Writes y, using it as scratch before. */
  void forward(
      float[] parameters,
      float[] x,
      float[] residual,
      PackedBatch batch,
      Dropout dropout,
      float[] y) {
    int tokens = batch.tokens();
    dense.forward(parameters, x, tokens, y);
    float[] sum = norm.input(tokens);
    if (dropout.active()) {
      mask = Kernels.grown(mask, tokens * hidden);
      dropout.fillRows(dropoutSite, batch, hidden, mask);
      Kernels.addResidualDropped(y, mask, residual, tokens * hidden, sum);
    } else {
      Kernels.addResidual(y, residual, tokens * hidden, sum);
    }
    norm.forward(parameters, tokens, y);
  }

  /**
   * Turns the gradient of y into that of the residual and writes that of x.
   *
   * @param scratch (tokens, hidden)
   */
  void backward(
      float[] parameters,
      float[] x,
      int tokens,
      Dropout dropout,
      float[] gradient,
      float[] scratch,
      float[] xGradient,
      float[] gradients) {
    norm.backward(parameters, gradient, tokens, gradients);
    float[] denseGradient = gradient;
    if (dropout.active()) {
      Kernels.masked(gradient, mask, scratch, 0, tokens * hidden);
      denseGradient = scratch;
    }
    dense.backwardParameters(denseGradient, x, tokens, gradients);
    dense.backwardInput(parameters, denseGradient, tokens, 0f, xGradient);
  }
}
