package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * BERT's encoder over packed rows (Devlin et al. 2019, section 3): embeddings, then transformer
 * layers. It keeps the activations of the last batch for the backward pass.
 */
final class Encoder {
  private final Embeddings embeddings;
  private final EncoderLayer[] layers;
  private final EncoderScratch scratch;
  private final int hidden;

  /** {@code states[0]} is the embeddings' output, {@code states[i]} that of layer i - 1. */
  private final float[][] states;

  Encoder(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    String prefix = config.architecture().prefix();
    embeddings = new Embeddings(config, builder.depth(0), prefix + "embeddings.");
    layers = new EncoderLayer[config.layers()];
    for (int i = 0; i < layers.length; i++) {
      String layer = prefix + "encoder.layer." + i + ".";
      layers[i] = new EncoderLayer(config, gemm, builder.depth(i + 1), layer, i);
    }
    builder.depth(ParameterLayout.HEAD);
    scratch = new EncoderScratch(config);
    hidden = config.hiddenSize();
    states = new float[layers.length + 1][0];
  }

  int wordEmbeddingsAt() {
    return embeddings.wordAt();
  }

  /** The hidden states (rows of the scope, hidden) of the last layer, valid until the next call. */
  float[] forward(float[] parameters, PackedBatch batch, Scope scope, Dropout dropout) {
    states[0] = Kernels.grown(states[0], batch.tokens() * hidden);
    embeddings.forward(parameters, batch, dropout, states[0]);
    for (int i = 0; i < layers.length; i++) {
      states[i + 1] = layers[i].forward(parameters, states[i], batch, scopeOf(i, scope), dropout);
    }
    return states[layers.length];
  }

  /**
   * The hidden states (targets, hidden) of the last layer, without dropout and without a backward
   * pass.
   */
  float[] score(float[] parameters, PackedBatch batch, Dropout resting) {
    states[0] = Kernels.grown(states[0], batch.tokens() * hidden);
    embeddings.forward(parameters, batch, resting, states[0]);
    int last = layers.length - 1;
    for (int i = 0; i < last; i++) {
      states[i + 1] = layers[i].forward(parameters, states[i], batch, Scope.TOKENS, resting);
    }
    states[last + 1] = layers[last].score(parameters, states[last], batch, resting);
    return states[last + 1];
  }

  /**
   * Only the last layer may skip tokens: the layers below it provide the keys and values of every
   * token.
   */
  private Scope scopeOf(int layer, Scope ofLast) {
    return layer == layers.length - 1 ? ofLast : Scope.TOKENS;
  }

  /** An array for the gradient (targets, hidden) of the hidden states. */
  float[] beginBackward(PackedBatch batch) {
    scratch.begin(batch.tokens());
    return scratch.hidden();
  }

  /**
   * Adds the gradient of every parameter, given the gradient that the caller wrote into the array
   * of {@link #beginBackward}; valid after a forward pass over targets.
   */
  void backward(float[] parameters, PackedBatch batch, Dropout dropout, float[] gradients) {
    for (int i = layers.length - 1; i >= 0; i--) {
      Scope scope = scopeOf(i, Scope.TARGETS);
      layers[i].backward(parameters, states[i], batch, scope, dropout, scratch, gradients);
    }
    embeddings.backward(parameters, batch, dropout, scratch.hidden(), gradients);
  }

  /** The hidden states of the last batch after the embeddings (0) or after a layer (from 1). */
  float[] states(int depth) {
    return states[depth];
  }

  /** A layer's attention probabilities for the last batch's first row, (heads, tokens, tokens). */
  float[] attentionProbabilities(int layer) {
    return layers[layer].attentionProbabilities();
  }
}
