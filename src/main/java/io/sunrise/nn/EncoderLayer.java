package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * One transformer layer with layer norms behind its sub-layers: attention, then feed-forward
 * (Vaswani et al. 2017, section 3.1, with GELU as in Devlin et al. 2019).
 */
final class EncoderLayer {
  private static final int DROPOUT_SITES = 3;

  private final int hidden;
  private final int intermediate;
  private final Linear queryKeyValue;
  private final Attention attention;
  private final SubLayerOutput attentionOutput;
  private final Linear expand;
  private final SubLayerOutput output;
  private float[] queriesKeysValues = {};
  private float[] context = {};
  private float[] attended = {};
  private float[] expanded = {};
  private float[] activated = {};
  private float[] result = {};

  EncoderLayer(ModelConfig config, Gemm gemm, ParameterLayout.Builder builder, int index) {
    hidden = config.hiddenSize();
    intermediate = config.intermediateSize();
    int site = 1 + DROPOUT_SITES * index;
    String prefix = "bert.encoder.layer." + index + ".";
    queryKeyValue = queryKeyValue(builder, prefix + "attention.self.", gemm);
    attention = new Attention(config, gemm, site);
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

  /** The first dropout site behind those of the embeddings and the layers. */
  static int sitesBehind(int layers) {
    return 1 + DROPOUT_SITES * layers;
  }

  /** Three parameters under Hugging Face's names that lie so that one product serves all three. */
  private Linear queryKeyValue(ParameterLayout.Builder builder, String prefix, Gemm gemm) {
    int weightAt = builder.add(prefix + "query.weight", hidden, hidden);
    builder.add(prefix + "key.weight", hidden, hidden);
    builder.add(prefix + "value.weight", hidden, hidden);
    int biasAt = builder.add(prefix + "query.bias", hidden);
    builder.add(prefix + "key.bias", hidden);
    builder.add(prefix + "value.bias", hidden);
    return new Linear(gemm, hidden, 3 * hidden, weightAt, biasAt);
  }

  /** The output (tokens, hidden), which stays until the next call. */
  float[] forward(float[] parameters, float[] x, PackedBatch batch, Dropout dropout) {
    int tokens = batch.tokens();
    reserve(tokens);
    queryKeyValue.forward(parameters, x, tokens, queriesKeysValues);
    attention.forward(queriesKeysValues, batch, dropout, context);
    attentionOutput.forward(parameters, context, x, batch, dropout, attended);
    expand.forward(parameters, attended, tokens, expanded);
    Gelu.forward(expanded, tokens * intermediate, activated);
    output.forward(parameters, activated, attended, batch, dropout, result);
    return result;
  }

  /** Turns the gradient (tokens, hidden) of the output into that of the input {@code x}. */
  void backward(
      float[] parameters,
      float[] x,
      PackedBatch batch,
      Dropout dropout,
      EncoderScratch scratch,
      float[] gradients) {
    int tokens = batch.tokens();
    float[] gradient = scratch.hidden();
    float[] wide = scratch.intermediate();
    output.backward(
        parameters, activated, tokens, dropout, gradient, scratch.dropped(), wide, gradients);
    // Nobody reads what was activated any more.
    Gelu.backward(expanded, tokens * intermediate, wide, activated);
    expand.backwardParameters(wide, attended, tokens, gradients);
    expand.backwardInput(parameters, wide, tokens, 1f, gradient);

    float[] mixed = scratch.context();
    attentionOutput.backward(
        parameters, context, tokens, dropout, gradient, scratch.dropped(), mixed, gradients);
    float[] projected = scratch.queriesKeysValues();
    attention.backward(queriesKeysValues, batch, dropout, mixed, projected);
    queryKeyValue.backwardParameters(projected, x, tokens, gradients);
    queryKeyValue.backwardInput(parameters, projected, tokens, 1f, gradient);
  }

  /** Of the last batch's first row, (heads, tokens, tokens), before dropout. */
  float[] attentionProbabilities() {
    return attention.probabilities();
  }

  private void reserve(int tokens) {
    queriesKeysValues = Kernels.grown(queriesKeysValues, tokens * 3 * hidden);
    context = Kernels.grown(context, tokens * hidden);
    attended = Kernels.grown(attended, tokens * hidden);
    expanded = Kernels.grown(expanded, tokens * intermediate);
    activated = Kernels.grown(activated, tokens * intermediate);
    result = Kernels.grown(result, tokens * hidden);
  }
}
