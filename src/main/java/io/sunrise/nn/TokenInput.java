package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/** The vectors (tokens, hidden) that enter an encoder's first layer. */
interface TokenInput {

  /** Writes the vectors. */
  void forward(float[] parameters, PackedBatch batch, Dropout dropout, float[] y);

  /**
   * Adds the parameters' gradients, given that of the vectors, which it overwrites; valid after a
   * forward pass.
   */
  void backward(
      float[] parameters, PackedBatch batch, Dropout dropout, float[] gradient, float[] gradients);
}
