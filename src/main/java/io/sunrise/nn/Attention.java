package io.sunrise.nn;

import io.sunrise.data.PackedBatch;

/**
 * Scaled dot-product attention within each row, head by head: softmax(Q Kᵀ / √d) V (Vaswani et al.
 * 2017, section 3.2.1), with dropout on the probabilities.
 *
 * <p>Queries, keys and values come side by side as (tokens, 3 hidden). The probabilities of all
 * rows lie one after the other, each row's as (heads, tokens, tokens).
 */
final class Attention {
  private final HeadProducts products;
  private final int heads;
  private final int width;
  private final int hidden;
  private final int dropoutSite;
  private final float scale;
  private float[] probabilities = {};
  private float[] mask = {};

  /** Scratch: the probabilities after dropout, then their gradient. */
  private float[] slope = {};

  Attention(ModelConfig config, Gemm gemm, int dropoutSite) {
    this.dropoutSite = dropoutSite;
    heads = config.attentionHeads();
    width = config.headSize();
    hidden = config.hiddenSize();
    scale = (float) (1 / Math.sqrt(width));
    products = new HeadProducts(gemm, hidden, width);
  }

  /** Of the last batch's first row, (heads, tokens, tokens), before dropout. */
  float[] probabilities() {
    return probabilities;
  }

  /** Writes the mixed values (tokens, hidden) to {@code context}. */
  void forward(float[] queriesKeysValues, PackedBatch batch, Dropout dropout, float[] context) {
    reserve(batch, dropout);
    int cells = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int tokens = batch.offsets()[row + 1] - first;
      score(queriesKeysValues, first, tokens, cells);
      float[] mixing = probabilities;
      if (dropout.active()) {
        int count = heads * tokens * tokens;
        dropout.fill(dropoutSite, batch.rowIndices()[row], mask, cells, count);
        Kernels.masked(probabilities, mask, slope, cells, count);
        mixing = slope;
      }
      for (int head = 0; head < heads; head++) {
        int column = head * width;
        products.context(
            mixing,
            cells,
            tokens,
            queriesKeysValues,
            first * 3 * hidden + column,
            context,
            first * hidden + column);
        cells += tokens * tokens;
      }
    }
  }

  private void reserve(PackedBatch batch, Dropout dropout) {
    int cells = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int tokens = batch.offsets()[row + 1] - batch.offsets()[row];
      cells = Math.addExact(cells, heads * tokens * tokens);
    }
    probabilities = Kernels.grown(probabilities, cells);
    slope = Kernels.grown(slope, cells);
    if (dropout.active()) {
      mask = Kernels.grown(mask, cells);
    }
  }

  /** Writes softmax(Q Kᵀ / √d) of one row, all heads. */
  private void score(float[] qkv, int first, int tokens, int cells) {
    for (int head = 0; head < heads; head++) {
      int at = first * 3 * hidden + head * width;
      products.scores(scale, qkv, at, tokens, probabilities, cells + head * tokens * tokens);
    }
    Softmax.forward(probabilities, cells, heads * tokens, tokens);
  }

  /**
   * Writes the gradient (tokens, 3 hidden) of queries, keys and values from that of the context.
   */
  void backward(
      float[] qkv, PackedBatch batch, Dropout dropout, float[] dContext, float[] gradient) {
    int cells = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int tokens = batch.offsets()[row + 1] - first;
      for (int head = 0; head < heads; head++) {
        int at = first * 3 * hidden + head * width;
        int contextAt = first * hidden + head * width;
        backwardProbabilities(qkv, at, tokens, cells, dropout, dContext, contextAt, gradient);
        products.queryGradient(scale, slope, cells, tokens, qkv, at, gradient);
        products.keyGradient(scale, slope, cells, tokens, qkv, at, gradient);
        cells += tokens * tokens;
      }
    }
  }

  /** With D = P mask: dV = Dᵀ dC and dP = (dC Vᵀ) mask; leaves the gradient of the scores. */
  private void backwardProbabilities(
      float[] qkv,
      int at,
      int tokens,
      int cells,
      Dropout dropout,
      float[] dContext,
      int contextAt,
      float[] gradient) {
    int count = tokens * tokens;
    float[] mixing = probabilities;
    if (dropout.active()) {
      Kernels.masked(probabilities, mask, slope, cells, count);
      mixing = slope;
    }
    products.valueGradient(mixing, cells, tokens, dContext, contextAt, gradient, at);
    products.probabilityGradient(dContext, contextAt, tokens, qkv, at, slope, cells);
    if (dropout.active()) {
      Kernels.masked(slope, mask, slope, cells, count);
    }
    Softmax.backward(probabilities, slope, cells, tokens, tokens);
  }
}
