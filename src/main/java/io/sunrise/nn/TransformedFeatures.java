package io.sunrise.nn;

/** Features by the transform of a masked language modelling head (Warner et al. 2024). */
record TransformedFeatures(HeadTransform transform) implements RowFeatures {
  @Override
  public float[] forward(Head.Pass pass, float[] pooled, int rows) {
    return transform.forward(pass.parameters(), pooled, rows);
  }

  @Override
  public void backward(
      Head.Pass pass, float[] pooled, int rows, float[] gradient, float[] gradients) {
    transform.backward(pass.parameters(), pooled, rows, gradient, gradients);
    System.arraycopy(pooled, 0, gradient, 0, rows * transform.outputs());
  }
}
