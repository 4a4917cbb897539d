package io.sunrise.nn;

/**
 * What a classifier computes from the pooled hidden states (rows, hidden) before its last layer.
 */
interface RowFeatures {

  /** The features, (rows, hidden), valid until the next call. */
  float[] forward(Head.Pass pass, float[] pooled, int rows);

  /**
   * Adds the parameters' gradients and replaces the gradient of the features by that of the pooled
   * hidden states.
   *
   * @param pooled as in the forward pass
   */
  void backward(Head.Pass pass, float[] pooled, int rows, float[] gradient, float[] gradients);
}
