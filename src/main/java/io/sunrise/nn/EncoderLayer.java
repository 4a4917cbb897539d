package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

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
  private float[] chosenInput = {};
  private float[] chosenContext = {};

  /** What attention mixed for the tokens of the last pass's scope. */
  private float[] mixed = {};

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

  /**
   * The output for the tokens of a scope, (rows, hidden), which stays until the next call. Tokens
   * meet in attention only, so all behind it is done for the scope's tokens alone.
   */
  float[] forward(float[] parameters, float[] x, PackedBatch batch, Scope scope, Dropout dropout) {
    int tokens = batch.tokens();
    int rows = scope.rows(batch);
    reserve(tokens, rows, scope);
    queryKeyValue.forward(parameters, x, tokens, queriesKeysValues);
    attention.forward(queriesKeysValues, batch, dropout, context);
    float[] residual = x;
    mixed = context;
    if (scope == Scope.TARGETS) {
      int[] positions = batch.targetPositions();
      Kernels.gather(x, hidden, positions, 0, rows, chosenInput);
      Kernels.gather(context, hidden, positions, 0, rows, chosenContext);
      residual = chosenInput;
      mixed = chosenContext;
    }
    attentionOutput.forward(parameters, mixed, residual, batch, scope, dropout, attended);
    expand.forward(parameters, attended, rows, expanded);
    Gelu.forward(expanded, rows * intermediate, activated);
    output.forward(parameters, activated, attended, batch, scope, dropout, result);
    return result;
  }

  /** Turns the gradient (rows, hidden) of the output into that of x (tokens, hidden). */
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
    float[] wide = scratch.intermediate();
    output.backward(
        parameters, activated, rows, dropout, gradient, scratch.dropped(), wide, gradients);
    // Nobody reads what was activated any more.
    Gelu.backward(expanded, rows * intermediate, wide, activated);
    expand.backwardParameters(wide, attended, rows, gradients);
    expand.backwardInput(parameters, wide, rows, 1f, gradient);

    float[] contextGradient = scratch.context();
    attentionOutput.backward(
        parameters, mixed, rows, dropout, gradient, scratch.dropped(), contextGradient, gradients);
    if (scope == Scope.TARGETS) {
      spread(gradient, batch, scratch.dropped());
      spread(contextGradient, batch, scratch.dropped());
    }
    float[] projected = scratch.queriesKeysValues();
    attention.backward(queriesKeysValues, batch, dropout, contextGradient, projected);
    queryKeyValue.backwardParameters(projected, x, tokens, gradients);
    queryKeyValue.backwardInput(parameters, projected, tokens, 1f, gradient);
  }

  /** Turns rows for the targets into rows for all tokens, 0 where there is no target. */
  private void spread(float[] x, PackedBatch batch, float[] scratch) {
    int numbers = batch.tokens() * hidden;
    Arrays.fill(scratch, 0, numbers, 0f);
    int[] positions = batch.targetPositions();
    Kernels.scatterAdd(x, hidden, positions, 0, positions.length, scratch);
    System.arraycopy(scratch, 0, x, 0, numbers);
  }

  /** Of the last batch's first row, (heads, tokens, tokens), before dropout. */
  float[] attentionProbabilities() {
    return attention.probabilities();
  }

  private void reserve(int tokens, int rows, Scope scope) {
    queriesKeysValues = Kernels.grown(queriesKeysValues, tokens * 3 * hidden);
    context = Kernels.grown(context, tokens * hidden);
    if (scope == Scope.TARGETS) {
      chosenInput = Kernels.grown(chosenInput, rows * hidden);
      chosenContext = Kernels.grown(chosenContext, rows * hidden);
    }
    attended = Kernels.grown(attended, rows * hidden);
    expanded = Kernels.grown(expanded, rows * intermediate);
    activated = Kernels.grown(activated, rows * intermediate);
    result = Kernels.grown(result, rows * hidden);
  }
}
