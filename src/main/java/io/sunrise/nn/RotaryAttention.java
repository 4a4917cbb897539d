package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Role;

/**
 * ModernBERT's attention sub-layer, x + Wo attention(norm(x)) with rotary positions and no biases
 * (Warner et al. 2024, section 2.1). The first layer has no norm, as its input is normalized.
 */
final class RotaryAttention {
  private final int hidden;
  private final int outputSite;

  /** Null in the first layer. */
  private final LayerNorm norm;

  private final Linear query;
  private final Linear keyValue;
  private final Linear output;
  private final Attention attention;
  private final RotaryPositions rotary;
  private float[] normed = {};
  private float[] chosen = {};

  /** The normalized input at the tokens of the last pass's scope. */
  private float[] queried = {};

  private float[] queries = {};
  private float[] keysValues = {};
  private float[] context = {};
  private float[] result = {};
  private float[] mixed = {};
  private float[] mask = {};

  /**
   * @param prefix of the parameters' names, such as {@code model.layers.0.}
   * @param layer 0, 1 ... from the bottom
   */
  RotaryAttention(
      ModelConfig config,
      Gemm gemm,
      ParameterLayout.Builder builder,
      String prefix,
      RotaryPositions rotary,
      int layer) {
    this.rotary = rotary;
    hidden = config.hiddenSize();
    norm =
        layer == 0
            ? null
            : LayerNorm.withoutBias(
                builder, prefix + "attn_norm", hidden, config.architecture().normEpsilon());
    int queryAt = builder.add(Role.MATRIX, prefix + "attn.Wqkv.weight", 3 * hidden, hidden);
    query = Linear.withoutBias(gemm, hidden, hidden, queryAt);
    keyValue = Linear.withoutBias(gemm, hidden, 2 * hidden, queryAt + hidden * hidden);
    int outputAt = builder.add(Role.MATRIX, prefix + "attn.Wo.weight", hidden, hidden);
    output = Linear.withoutBias(gemm, hidden, hidden, outputAt);
    int reach = config.local().reach(layer);
    attention = new Attention(config, gemm, EncoderLayer.firstSite(layer), reach);
    outputSite = EncoderLayer.firstSite(layer) + 1;
  }

  /** The output for the tokens of a scope, (rows, hidden). */
  float[] forward(float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    int tokens = batch.tokens();
    int rows = scope.rows(batch);
    reserve(tokens, rows);
    float[] input = normalize(parameters, x, tokens);
    queried = input;
    if (scope == Scope.TARGETS) {
      chosen = Kernels.grown(chosen, rows * hidden);
      Kernels.gather(input, hidden, batch.readPositions(), 0, rows, chosen);
      queried = chosen;
    }
    query.forward(parameters, queried, rows, queries);
    keyValue.forward(parameters, input, tokens, keysValues);
    rotary.rotate(queries, hidden, batch, scope);
    rotary.rotate(keysValues, 2 * hidden, batch, Scope.TOKENS);
    attention.forward(queries, keysValues, batch, scope, dropout, context);
    addToResidual(parameters, x, batch, scope, dropout);
    return result;
  }

  private float[] normalize(float[] parameters, float[] x, int tokens) {
    if (norm == null) {
      return x;
    }
    normed = Kernels.grown(normed, tokens * hidden);
    norm.forward(parameters, x, tokens, normed);
    return normed;
  }

  /** result = x + dropout(context Woᵀ). */
  private void addToResidual(
      float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    int rows = scope.rows(batch);
    if (scope == Scope.TARGETS) {
      Kernels.gather(x, hidden, batch.readPositions(), 0, rows, result);
    } else {
      System.arraycopy(x, 0, result, 0, rows * hidden);
    }
    if (!dropout.active()) {
      output.addForward(parameters, context, rows, result);
      return;
    }
    mask = Kernels.grown(mask, rows * hidden);
    mixed = Kernels.grown(mixed, rows * hidden);
    output.forward(parameters, context, rows, mixed);
    dropout.fill(outputSite, batch, scope, hidden, mask);
    Kernels.addResidualDropped(mixed, mask, result, rows * hidden, result);
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
      float[] gradients) {
    int tokens = batch.tokens();
    int rows = scope.rows(batch);
    float[] gradient = scratch.hidden();
    float[] mixedGradient = gradient;
    if (dropout.active()) {
      mixedGradient = scratch.dropped();
      Kernels.multiply(gradient, mask, mixedGradient, 0, rows * hidden);
    }
    Attention.Gradients mixing = scratch.attention();
    output.backwardParameters(mixedGradient, context, rows, gradients);
    output.backwardInput(parameters, mixedGradient, rows, 0f, mixing.context());
    attention.backward(queries, keysValues, batch, scope, dropout, mixing);
    rotary.rotateBack(mixing.queries(), hidden, batch, scope);
    rotary.rotateBack(mixing.keysValues(), 2 * hidden, batch, Scope.TOKENS);

    query.backwardParameters(mixing.queries(), queried, rows, gradients);
    keyValue.backwardParameters(mixing.keysValues(), norm == null ? x : normed, tokens, gradients);
    float[] inputGradient = scratch.normed(tokens);
    query.backwardInput(parameters, mixing.queries(), rows, 0f, inputGradient);
    if (scope == Scope.TARGETS) {
      Kernels.spread(inputGradient, hidden, batch, scratch.dropped());
      Kernels.spread(gradient, hidden, batch, scratch.dropped());
    }
    keyValue.backwardInput(parameters, mixing.keysValues(), tokens, 1f, inputGradient);
    if (norm != null) {
      norm.backward(parameters, inputGradient, tokens, gradients);
    }
    Kernels.add(gradient, 0, inputGradient, 0, tokens * hidden);
  }

  /** The attention probabilities of the last batch's first row, before dropout. */
  float[] probabilities() {
    return attention.probabilities();
  }

  private void reserve(int tokens, int rows) {
    queries = Kernels.grown(queries, rows * hidden);
    keysValues = Kernels.grown(keysValues, tokens * 2 * hidden);
    context = Kernels.grown(context, rows * hidden);
    result = Kernels.grown(result, rows * hidden);
  }
}
