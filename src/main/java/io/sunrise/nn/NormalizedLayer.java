package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** The last of an encoder's pre-norm layers, with the norm of the encoder's output. */
final class NormalizedLayer implements EncoderLayer {
  private final EncoderLayer layer;
  private final LayerNorm norm;
  private final int hidden;
  private float[] result = {};

  NormalizedLayer(EncoderLayer layer, LayerNorm norm, int hidden) {
    this.layer = layer;
    this.norm = norm;
    this.hidden = hidden;
  }

  @Override
  public float[] forward(
      float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    float[] output = layer.forward(parameters, x, batch, scope, dropout);
    int rows = scope.rows(batch);
    result = Kernels.grown(result, rows * hidden);
    norm.forward(parameters, output, rows, result);
    return result;
  }

  @Override
  public void backward(
      float[] parameters,
      float[] x,
      PackedBatch batch,
      Scope scope,
      Dropout dropout,
      EncoderScratch scratch,
      float[] gradients) {
    norm.backward(parameters, scratch.hidden(), scope.rows(batch), gradients);
    layer.backward(parameters, x, batch, scope, dropout, scratch, gradients);
  }

  @Override
  public float[] attentionProbabilities() {
    return layer.attentionProbabilities();
  }
}
