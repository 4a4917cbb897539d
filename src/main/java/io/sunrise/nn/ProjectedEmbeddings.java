package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * Embeddings of one width as the input of an encoder of another (Clark et al. 2020, section 3.2).
 */
final class ProjectedEmbeddings implements TokenInput {
  private final Embeddings embeddings;
  private final Linear projection;
  private final int width;
  private float[] embedded = {};
  private float[] gradientOfEmbedded = {};

  /**
   * @param width of the embeddings
   */
  ProjectedEmbeddings(Embeddings embeddings, Linear projection, int width) {
    this.embeddings = embeddings;
    this.projection = projection;
    this.width = width;
  }

  @Override
  public void forward(float[] parameters, PackedBatch batch, Dropout dropout, float[] y) {
    embedded = Kernels.grown(embedded, batch.tokens() * width);
    embeddings.forward(parameters, batch, dropout, embedded);
    projection.forward(parameters, embedded, batch.tokens(), y);
  }

  @Override
  public void backward(
      float[] parameters, PackedBatch batch, Dropout dropout, float[] gradient, float[] gradients) {
    gradientOfEmbedded = Kernels.grown(gradientOfEmbedded, batch.tokens() * width);
    projection.backwardParameters(gradient, embedded, batch.tokens(), gradients);
    projection.backwardInput(parameters, gradient, batch.tokens(), 0f, gradientOfEmbedded);
    embeddings.backward(parameters, batch, dropout, gradientOfEmbedded, gradients);
  }
}
