package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Role;

/**
 * One post-norm transformer layer, with a layer norm after each sub-layer: attention, then
 * feed-forward (Vaswani et al. 2017, section 3.1, with GELU as in Devlin et al. 2019).
 */
final class BertLayer implements EncoderLayer {
  private final int hidden;
  private final int intermediate;
  private final Linear query;
  private final Linear keyValue;
  private final Attention attention;
  private final TargetAttention targetAttention;
  private final SubLayerOutput attentionOutput;
  private final Linear expand;
  private final SubLayerOutput output;
  private float[] chosenInput = {};

  /** The layer's input at the tokens of the last pass's scope. */
  private float[] queried = {};

  private float[] queries = {};
  private float[] keysValues = {};
  private float[] context = {};
  private float[] attended = {};
  private float[] expanded = {};
  private float[] activated = {};
  private float[] result = {};

  /**
   * @param prefix of the parameters' names, such as {@code bert.encoder.layer.0.}
   * @param index 0, 1 ... from the bottom
   */
  BertLayer(
      ModelConfig config, Gemm gemm, ParameterLayout.Builder builder, String prefix, int index) {
    hidden = config.hiddenSize();
    intermediate = config.intermediateSize();
    int site = EncoderLayer.firstSite(index);
    String self = prefix + "attention.self.";
    int queryAt = builder.add(Role.MATRIX, self + "query.weight", hidden, hidden);
    int keyAt = builder.add(Role.MATRIX, self + "key.weight", hidden, hidden);
    int valueAt = builder.add(Role.MATRIX, self + "value.weight", hidden, hidden);
    int queryBiasAt = builder.add(Role.BIAS, self + "query.bias", hidden);
    int keyBiasAt = builder.add(Role.BIAS, self + "key.bias", hidden);
    int valueBiasAt = builder.add(Role.BIAS, self + "value.bias", hidden);
    query = new Linear(gemm, hidden, hidden, queryAt, queryBiasAt);
    // Keys and values are adjacent so that one matrix product computes both.
    keyValue = new Linear(gemm, hidden, 2 * hidden, keyAt, keyBiasAt);
    attention = new Attention(config, gemm, site);
    targetAttention = new TargetAttention(config, gemm, keyAt, valueAt, valueBiasAt);
    attentionOutput =
        new SubLayerOutput(
            builder,
            prefix + "attention.output",
            gemm,
            new SubLayerOutput.Widths(hidden, hidden),
            site + 1);
    expand = Linear.add(builder, prefix + "intermediate.dense", hidden, intermediate, gemm);
    output =
        new SubLayerOutput(
            builder,
            prefix + "output",
            gemm,
            new SubLayerOutput.Widths(intermediate, hidden),
            site + 2);
  }

  @Override
  public float[] forward(
      float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    int tokens = batch.tokens();
    int rows = scope.rows(batch);
    reserve(rows);
    keysValues = Kernels.grown(keysValues, tokens * 2 * hidden);
    query(parameters, x, batch, scope);
    keyValue.forward(parameters, x, tokens, keysValues);
    attention.forward(queries, keysValues, batch, scope, dropout, context);
    return finish(parameters, batch, scope, dropout);
  }

  @Override
  public float[] score(float[] parameters, float[] x, PackedBatch batch, Dropout resting) {
    reserve(Scope.TARGETS.rows(batch));
    query(parameters, x, batch, Scope.TARGETS);
    targetAttention.forward(parameters, queries, x, batch, context);
    return finish(parameters, batch, Scope.TARGETS, resting);
  }

  private void query(float[] parameters, float[] x, PackedBatch batch, Scope scope) {
    int rows = scope.rows(batch);
    queried = x;
    if (scope == Scope.TARGETS) {
      chosenInput = Kernels.grown(chosenInput, rows * hidden);
      Kernels.gather(x, hidden, batch.readPositions(), 0, rows, chosenInput);
      queried = chosenInput;
    }
    query.forward(parameters, queried, rows, queries);
  }

  /** The part of the layer after attention. */
  private float[] finish(float[] parameters, PackedBatch batch, Scope scope, Dropout dropout) {
    int rows = scope.rows(batch);
    attentionOutput.forward(parameters, context, queried, batch, scope, dropout, attended);
    expand.forward(parameters, attended, rows, expanded);
    Gelu.forward(expanded, rows * intermediate, activated);
    output.forward(parameters, activated, attended, batch, scope, dropout, result);
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
    int tokens = batch.tokens();
    int rows = scope.rows(batch);
    float[] gradient = scratch.hidden();
    float[] wide = scratch.intermediate();
    output.backward(
        parameters, activated, rows, dropout, gradient, scratch.dropped(), wide, gradients);
    // The activations are no longer needed, so their array is reused.
    Gelu.backward(expanded, rows * intermediate, wide, activated);
    expand.backwardParameters(wide, attended, rows, gradients);
    expand.backwardInput(parameters, wide, rows, 1f, gradient);

    Attention.Gradients mixing = scratch.attention();
    attentionOutput.backward(
        parameters,
        context,
        rows,
        dropout,
        gradient,
        scratch.dropped(),
        mixing.context(),
        gradients);
    attention.backward(queries, keysValues, batch, scope, dropout, mixing);
    query.backwardParameters(mixing.queries(), queried, rows, gradients);
    query.backwardInput(parameters, mixing.queries(), rows, 1f, gradient);
    if (scope == Scope.TARGETS) {
      Kernels.spread(gradient, hidden, batch, scratch.dropped());
    }
    keyValue.backwardParameters(mixing.keysValues(), x, tokens, gradients);
    keyValue.backwardInput(parameters, mixing.keysValues(), tokens, 1f, gradient);
  }

  @Override
  public float[] attentionProbabilities() {
    return attention.probabilities();
  }

  private void reserve(int rows) {
    queries = Kernels.grown(queries, rows * hidden);
    context = Kernels.grown(context, rows * hidden);
    attended = Kernels.grown(attended, rows * hidden);
    expanded = Kernels.grown(expanded, rows * intermediate);
    activated = Kernels.grown(activated, rows * intermediate);
    result = Kernels.grown(result, rows * hidden);
  }
}
