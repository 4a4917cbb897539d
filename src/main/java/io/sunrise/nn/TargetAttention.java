package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import io.sunrise.nn.Gemm.Op;

/**
 * {@link Attention} from a few tokens of each row, without computing keys and values of all tokens
 * and without a backward pass: because q · (K x) = (Kᵀ q) · x and Σ p (V x) = V Σ p x, the weights
 * K and V are applied to queries and weighted sums instead (the absorption of DeepSeek-V2, 2024,
 * section 2.1.2). The keys' bias adds the same to all scores of a query, so softmax cancels it.
 */
final class TargetAttention {
  private final Gemm gemm;
  private final int heads;
  private final int width;
  private final int hidden;
  private final int keyAt;
  private final int valueAt;
  private final int valueBiasAt;
  private final float scale;

  /** Kᵀ q of each target and head, then the weighted sum of x: (targets, heads, hidden). */
  private float[] absorbed = {};

  /** The probabilities of a row, (targets in the row, heads, tokens). */
  private float[] probabilities = {};

  /**
   * @param keyAt offset of the keys' weights (hidden, hidden) in the parameters
   * @param valueAt offset of the values' weights
   * @param valueBiasAt offset of the values' bias
   */
  TargetAttention(ModelConfig config, Gemm gemm, int keyAt, int valueAt, int valueBiasAt) {
    this.gemm = gemm;
    this.keyAt = keyAt;
    this.valueAt = valueAt;
    this.valueBiasAt = valueBiasAt;
    heads = config.attentionHeads();
    width = config.headSize();
    hidden = config.hiddenSize();
    scale = (float) (1 / Math.sqrt(width));
  }

  /**
   * Writes the weighted sums of the values, (targets, hidden), to {@code context}.
   *
   * @param queries (targets, hidden)
   * @param x the layer's input, (tokens, hidden)
   */
  void forward(float[] parameters, float[] queries, float[] x, PackedBatch batch, float[] context) {
    int targets = batch.readPositions().length;
    absorbed = Kernels.grown(absorbed, targets * heads * hidden);
    for (int head = 0; head < heads; head++) {
      absorb(parameters, queries, targets, head);
    }
    int target = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int end = Scope.TARGETS.end(batch, row, target);
      if (end > target) {
        mix(x, batch.offsets()[row], batch.offsets()[row + 1], target, end);
      }
      target = end;
    }
    for (int head = 0; head < heads; head++) {
      project(parameters, targets, head, context);
    }
  }

  /** scale Q K of a head, (targets, hidden). */
  private void absorb(float[] parameters, float[] queries, int targets, int head) {
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        targets,
        hidden,
        width,
        scale,
        queries,
        head * width,
        hidden,
        parameters,
        keyAt + head * width * hidden,
        hidden,
        0f,
        absorbed,
        head * hidden,
        heads * hidden);
  }

  /**
   * Overwrites A by softmax(A Xᵀ) X for one row, with the row's targets and heads as the rows of A.
   */
  private void mix(float[] x, int fromToken, int toToken, int fromTarget, int toTarget) {
    int queries = (toTarget - fromTarget) * heads;
    int tokens = toToken - fromToken;
    int at = fromTarget * heads * hidden;
    int xAt = fromToken * hidden;
    probabilities = Kernels.grown(probabilities, queries * tokens);
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        queries,
        tokens,
        hidden,
        1f,
        absorbed,
        at,
        hidden,
        x,
        xAt,
        hidden,
        0f,
        probabilities,
        0,
        tokens);
    Softmax.forward(probabilities, 0, queries, tokens);
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        queries,
        hidden,
        tokens,
        1f,
        probabilities,
        0,
        tokens,
        x,
        xAt,
        hidden,
        0f,
        absorbed,
        at,
        hidden);
  }

  /** M Vᵀ + b of a head, with its weighted sums M (targets, hidden). */
  private void project(float[] parameters, int targets, int head, float[] context) {
    int column = head * width;
    for (int target = 0; target < targets; target++) {
      System.arraycopy(parameters, valueBiasAt + column, context, target * hidden + column, width);
    }
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        targets,
        width,
        hidden,
        1f,
        absorbed,
        head * hidden,
        heads * hidden,
        parameters,
        valueAt + column * hidden,
        hidden,
        1f,
        context,
        column,
        hidden);
  }
}
