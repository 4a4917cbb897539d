package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * The end of both sub-layers of a transformer layer: LayerNorm(residual + dropout(x Wᵀ + b)).
 * Shapes: x (rows, inputs), the residual and the output (rows, hidden), with the rows of a scope.
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

  /** Writes y, which also serves as scratch. */
  void forward(
      float[] parameters,
      float[] x,
      float[] residual,
      PackedBatch batch,
      Scope scope,
      Dropout dropout,
      float[] y) {
    int rows = scope.rows(batch);
    dense.forward(parameters, x, rows, y);
    float[] sum = norm.input(rows);
    if (dropout.active()) {
      mask = Kernels.grown(mask, rows * hidden);
      dropout.fill(dropoutSite, batch, scope, hidden, mask);
      Kernels.addResidualDropped(y, mask, residual, rows * hidden, sum);
    } else {
      Kernels.addResidual(y, residual, rows * hidden, sum);
    }
    norm.forward(parameters, rows, y);
  }

  /**
   * Replaces the gradient of y by that of the residual and writes the gradient of x.
   *
   * @param scratch (rows, hidden)
   */
  void backward(
      float[] parameters,
      float[] x,
      int rows,
      Dropout dropout,
      float[] gradient,
      float[] scratch,
      float[] xGradient,
      float[] gradients) {
    norm.backward(parameters, gradient, rows, gradients);
    float[] denseGradient = gradient;
    if (dropout.active()) {
      Kernels.multiply(gradient, mask, scratch, 0, rows * hidden);
      denseGradient = scratch;
    }
    dense.backwardParameters(denseGradient, x, rows, gradients);
    dense.backwardInput(parameters, denseGradient, rows, 0f, xGradient);
  }
}
