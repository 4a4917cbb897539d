package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A transformer encoder over packed rows: embeddings, then layers (Devlin et al. 2019, section 3;
 * Warner et al. 2024, section 2.1). It keeps the activations of the last batch for the backward
 * pass.
 */
final class Encoder {
  private final TokenInput input;
  private final EncoderLayer[] layers;
  private final EncoderScratch scratch;
  private final int hidden;

  /** {@code states[0]} is the embeddings' output, {@code states[i]} that of layer i - 1. */
  private final float[][] states;

  private Encoder(ModelConfig config, TokenInput input, IntFunction<EncoderLayer> layer) {
    this.input = input;
    layers = new EncoderLayer[config.layers()];
    Arrays.setAll(layers, layer);
    scratch = new EncoderScratch(config);
    hidden = config.hiddenSize();
    states = new float[layers.length + 1][0];
  }

  /** BERT's, with depths 0, 1, 2 ... */
  static Encoder ofBert(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    String prefix = config.architecture().prefix();
    TokenInput input = new Embeddings(config, builder.depth(0), prefix + "embeddings.");
    Encoder encoder =
        new Encoder(
            config,
            input,
            index ->
                new BertLayer(
                    config, gemm, builder.depth(index + 1), bertLayer(prefix, index), index));
    builder.depth(ParameterLayout.HEAD);
    return encoder;
  }

  /**
   * BERT's layers as a part of another encoder's training, without depths of their own.
   *
   * @param prefix of the layers' names
   */
  static Encoder ofBert(
      ModelConfig config,
      Gemm gemm,
      ParameterLayout.Builder builder,
      String prefix,
      TokenInput input) {
    return new Encoder(
        config,
        input,
        index -> new BertLayer(config, gemm, builder, bertLayer(prefix, index), index));
  }

  private static String bertLayer(String prefix, int index) {
    return prefix + "encoder.layer." + index + ".";
  }

  /** ModernBERT's, with depths 0, 1, 2 ...; the norm of the output is at the last layer's. */
  static Encoder ofModernBert(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder) {
    TokenInput input = new TokenEmbeddings(config, builder.depth(0));
    Map<Double, RotaryPositions> rotary = new HashMap<>();
    Encoder encoder =
        new Encoder(
            config,
            input,
            index ->
                modernBertLayer(
                    config,
                    gemm,
                    builder,
                    rotary.computeIfAbsent(
                        config.local().theta(index), theta -> new RotaryPositions(config, theta)),
                    index));
    builder.depth(ParameterLayout.HEAD);
    return encoder;
  }

  private static EncoderLayer modernBertLayer(
      ModelConfig config,
      Gemm gemm,
      ParameterLayout.Builder builder,
      RotaryPositions rotary,
      int index) {
    builder.depth(index + 1);
    EncoderLayer layer = new ModernBertLayer(config, gemm, builder, rotary, index);
    if (index < config.layers() - 1) {
      return layer;
    }
    Architecture architecture = config.architecture();
    int hidden = config.hiddenSize();
    String name = architecture.prefix() + "final_norm";
    LayerNorm norm = LayerNorm.withoutBias(builder, name, hidden, architecture.normEpsilon());
    return new NormalizedLayer(layer, norm, hidden);
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
