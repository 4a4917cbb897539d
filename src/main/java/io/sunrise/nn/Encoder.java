package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * BERT's encoder over packed rows (Devlin et al. 2019, section 3): embeddings, then transformer
 * layers. It keeps the activations of the last batch for the backward pass.
 */
final class Encoder {
  private final TokenInput input;
  private final EncoderLayer[] layers;
  private final EncoderScratch scratch;
  private final int hidden;

  /** {@code states[0]} is the embeddings' output, {@code states[i]} that of layer i - 1. */
  private final float[][] states;

  /** An encoder with embeddings of its own, at depths 0, 1, 2 ... */
  Encoder(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    this(
        config,
        new Embeddings(config, builder.depth(0), config.architecture().prefix() + "embeddings."),
        index ->
            new EncoderLayer(
                config,
                gemm,
                builder.depth(index + 1),
                layer(config.architecture().prefix(), index),
                index));
    builder.depth(ParameterLayout.HEAD);
  }

  /**
   * An encoder that is a part of another's training, and has no depths of its own.
   *
   * @param prefix of the layers' names
   */
  Encoder(
      ModelConfig config,
      Gemm gemm,
      ParameterLayout.Builder builder,
      String prefix,
      TokenInput input) {
    this(
        config,
        input,
        index -> new EncoderLayer(config, gemm, builder, layer(prefix, index), index));
  }

  private Encoder(ModelConfig config, TokenInput input, IntFunction<EncoderLayer> layer) {
    this.input = input;
    layers = new EncoderLayer[config.layers()];
    Arrays.setAll(layers, layer);
    scratch = new EncoderScratch(config);
    hidden = config.hiddenSize();
    states = new float[layers.length + 1][0];
  }

  private static String layer(String prefix, int index) {
    return prefix + "encoder.layer." + index + ".";
  }

  /** The hidden states (rows of the scope, hidden) of the last layer, valid until the next call. */
  float[] forward(float[] parameters, PackedBatch batch, Scope scope, Dropout dropout) {
    states[0] = Kernels.grown(states[0], batch.tokens() * hidden);
    input.forward(parameters, batch, dropout, states[0]);
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
    input.forward(parameters, batch, resting, states[0]);
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

  /** An array for the gradient (tokens read, hidden) of the hidden states. */
  float[] beginBackward(PackedBatch batch) {
    scratch.begin(batch.tokens());
    return scratch.hidden();
  }

  /**
   * Adds the gradient of every parameter, given the gradient that the caller wrote into the array
   * of {@link #beginBackward}; valid after a forward pass over the same scope.
   */
  void backward(
      float[] parameters, PackedBatch batch, Scope read, Dropout dropout, float[] gradients) {
    for (int i = layers.length - 1; i >= 0; i--) {
      Scope scope = scopeOf(i, read);
      layers[i].backward(parameters, states[i], batch, scope, dropout, scratch, gradients);
    }
    input.backward(parameters, batch, dropout, scratch.hidden(), gradients);
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
