package io.sunrise.nn;

import io.sunrise.data.PackedBatch;
import java.util.Arrays;

/**
 * Scaled dot-product attention within each row, head by head: softmax(Q Kᵀ / √d) V (Vaswani et al.
 * 2017, section 3.2.1), with dropout on the probabilities. Every token has a key and a value; only
 * the tokens of a scope have queries.
 *
 * <p>A token may attend only to those within a reach; a score beyond is so low that its probability
 * is below 1e-27.
 *
 * <p>Shapes: queries (rows of the scope, hidden); keys and values side by side (tokens, 2 hidden).
 * The probabilities of all rows are concatenated, each row's as (heads, queries, tokens).
 */
final class Attention {
  private static final float HIDDEN = -1e9f;

  private final HeadProducts products;
  private final int heads;
  private final int width;
  private final int hidden;
  private final int dropoutSite;
  private final int reach;
  private final float scale;
  private float[] probabilities = {};
  private float[] mask = {};

  /** Scratch: the probabilities after dropout, then their gradient. */
  private float[] slope = {};

  /** Within rows as a whole. */
  Attention(ModelConfig config, Gemm gemm, int dropoutSite) {
    this(config, gemm, dropoutSite, Integer.MAX_VALUE);
  }

  /**
   * @param reach how far away a token is at most that another attends to
   */
  Attention(ModelConfig config, Gemm gemm, int dropoutSite, int reach) {
    this.dropoutSite = dropoutSite;
    this.reach = reach;
    heads = config.attentionHeads();
    width = config.headSize();
    hidden = config.hiddenSize();
    scale = (float) (1 / Math.sqrt(width));
    products = new HeadProducts(gemm, hidden, width);
  }

  /** The probabilities of the last batch's first row, (heads, queries, tokens), before dropout. */
  float[] probabilities() {
    return probabilities;
  }

  /** Writes the weighted sums of the values, (rows of the scope, hidden), to {@code context}. */
  void forward(
      float[] queries,
      float[] keysValues,
      PackedBatch batch,
      Scope scope,
      Dropout dropout,
      float[] context) {
    reserve(batch, scope, dropout);
    int cells = 0;
    int query = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int token = batch.offsets()[row];
      int tokens = batch.offsets()[row + 1] - token;
      int end = scope.end(batch, row, query);
      products.row(query, end, token, token + tokens, cells);
      for (int head = 0; head < heads; head++) {
        products.head(head);
        products.scores(scale, queries, keysValues, probabilities);
      }
      if (tokens - 1 > reach) {
        hideBeyondReach(batch, scope, row, query, end, cells);
      }
      int count = heads * (end - query) * tokens;
      Softmax.forward(probabilities, cells, heads * (end - query), tokens);
      float[] mixing = probabilities;
      if (dropout.active()) {
        dropout.fill(dropoutSite, batch.rowIndices()[row], mask, cells, count);
        Kernels.multiply(probabilities, mask, slope, cells, count);
        mixing = slope;
      }
      for (int head = 0; head < heads; head++) {
        products.head(head);
        products.context(mixing, keysValues, context);
      }
      cells += count;
      query = end;
    }
  }

  private void hideBeyondReach(
      PackedBatch batch, Scope scope, int row, int query, int end, int cells) {
    int token = batch.offsets()[row];
    int tokens = batch.offsets()[row + 1] - token;
    int at = cells;
    for (int head = 0; head < heads; head++) {
      for (int i = query; i < end; i++) {
        int position = (scope == Scope.TOKENS ? i : batch.readPositions()[i]) - token;
        Arrays.fill(probabilities, at, at + Math.max(0, position - reach), HIDDEN);
        Arrays.fill(
            probabilities, at + Math.min(tokens, position + reach + 1), at + tokens, HIDDEN);
        at += tokens;
      }
    }
  }

  private void reserve(PackedBatch batch, Scope scope, Dropout dropout) {
    int cells = 0;
    int query = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int end = scope.end(batch, row, query);
      int tokens = batch.offsets()[row + 1] - batch.offsets()[row];
      cells = Math.addExact(cells, heads * (end - query) * tokens);
      query = end;
    }
    probabilities = Kernels.grown(probabilities, cells);
    slope = Kernels.grown(slope, cells);
    if (dropout.active()) {
      mask = Kernels.grown(mask, cells);
    }
  }

  /** Writes the gradients of queries, keys and values, given the gradient of the context. */
  void backward(
      float[] queries,
      float[] keysValues,
      PackedBatch batch,
      Scope scope,
      Dropout dropout,
      Gradients gradients) {
    int cells = 0;
    int query = 0;
    for (int row = 0; row < batch.rows(); row++) {
      int token = batch.offsets()[row];
      int tokenEnd = batch.offsets()[row + 1];
      int end = scope.end(batch, row, query);
      int count = (end - query) * (tokenEnd - token);
      if (count == 0) {
        // MKL rejects matrices without columns.
        Arrays.fill(gradients.keysValues, token * 2 * hidden, tokenEnd * 2 * hidden, 0f);
      }
      products.row(query, end, token, tokenEnd, cells);
      for (int head = 0; head < heads && count > 0; head++) {
        products.head(head);
        backwardProbabilities(cells, end - query, tokenEnd - token, keysValues, dropout, gradients);
        products.queryGradient(scale, slope, keysValues, gradients.queries);
        products.keyGradient(scale, slope, queries, gradients.keysValues);
        cells += count;
      }
      query = end;
    }
  }

  /** The gradient of the output, which is read, and those of the inputs, which are written. */
  record Gradients(float[] context, float[] queries, float[] keysValues) {}

  /**
   * With D = P mask: dV = Dᵀ dC and dP = (dC Vᵀ) mask; leaves the gradient of the scores in {@code
   * slope}.
   */
  private void backwardProbabilities(
      int cells,
      int queries,
      int tokens,
      float[] keysValues,
      Dropout dropout,
      Gradients gradients) {
    int count = queries * tokens;
    float[] mixing = probabilities;
    if (dropout.active()) {
      Kernels.multiply(probabilities, mask, slope, cells, count);
      mixing = slope;
    }
    products.valueGradient(mixing, gradients.context, gradients.keysValues);
    products.probabilityGradient(gradients.context, keysValues, slope);
    if (dropout.active()) {
      Kernels.multiply(slope, mask, slope, cells, count);
    }
    Softmax.backward(probabilities, slope, cells, queries, tokens);
  }
}
