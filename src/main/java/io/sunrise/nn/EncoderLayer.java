package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** One transformer layer. It keeps the activations of the last batch for the backward pass. */
interface EncoderLayer {
  /** Attention probabilities, attention output, feed-forward. */
  int DROPOUT_SITES = 3;

  /** The first of a layer's dropout sites; that of the embeddings is 0. */
  static int firstSite(int layer) {
    return 1 + DROPOUT_SITES * layer;
  }

  /**
   * The output for the tokens of a scope, (rows, hidden), valid until the next call. The other
   * tokens contribute only their keys and values.
   *
   * @param x the layer's input, (tokens, hidden)
   */
  float[] forward(float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout);

  /**
   * The output for the targets, equal to that of {@link #forward}, without support for a backward
   * pass.
   */
  default float[] score(float[] parameters, float[] x, PackedBatch batch, Dropout resting) {
    return forward(parameters, x, batch, Scope.TARGETS, resting);
  }

  /**
   * Adds the parameters' gradients and replaces the gradient of the output (rows, hidden) in {@code
   * scratch} by that of x (tokens, hidden).
   */
  void backward(
      float[] parameters,
      float[] x,
      PackedBatch batch,
      Scope scope,
      Dropout dropout,
      EncoderScratch scratch,
      float[] gradients);

  /**
   * The attention probabilities of the last batch's first row, (heads, tokens, tokens), before
   * dropout.
   */
  float[] attentionProbabilities();
}
