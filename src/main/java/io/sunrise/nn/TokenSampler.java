package io.sunrise.nn;

import io.sunrise.CounterRandom;
import io.sunrise.data.PackedBatch;
import java.util.Arrays;

/**
 * Draws a token from the predicted distribution of each masked one, by where a uniform number falls
 * in the cumulative sum. The number depends on the key, the row's index and the position alone.
 */
class TokenSampler {
  /** A head that reads all tokens needs no list of them. */
  private static final int[] ALL = {};

  private final float[] shares;
  private PackedBatch batch;
  private long key;
  private int row;
  private int[] ids = {};
  private int[] replaced = {};

  TokenSampler(int vocabulary) {
    shares = new float[vocabulary];
  }

  /** Starts with the text's own tokens. */
  void begin(PackedBatch masked, long samplesKey) {
    batch = masked;
    key = samplesKey;
    row = 0;
    int tokens = masked.tokens();
    if (ids.length < tokens) {
      ids = new int[tokens];
      replaced = new int[tokens];
    }
    System.arraycopy(masked.ids(), 0, ids, 0, tokens);
    Arrays.fill(replaced, 0, tokens, 0);
    for (int i = 0; i < masked.targets().length; i++) {
      ids[masked.readPositions()[i]] = masked.targets()[i];
    }
  }

  /**
   * Replaces the token at a target; targets come in order.
   *
   * @param scores the logits, {@code shares.length} from {@code at} on
   */
  void sample(float[] scores, int target, int at) {
    int position = batch.readPositions()[target];
    while (batch.offsets()[row + 1] <= position) {
      row++;
    }
    long rowKey = CounterRandom.derive(key, batch.rowIndices()[row]);
    double draw = CounterRandom.uniform(rowKey, position - batch.offsets()[row]);
    int token = draw(scores, at, draw);
    ids[position] = token;
    replaced[position] = token == batch.targets()[target] ? 0 : 1;
  }

  /** The token where a share of the distribution's mass lies before. */
  int draw(float[] scores, int at, double share) {
    int tokens = shares.length;
    float largest = Kernels.max(scores, at, tokens);
    for (int j = 0; j < tokens; j++) {
      shares[j] = scores[at + j] - largest;
    }
    Softmax.exponentials(shares, 0, tokens);
    double sum = 0;
    for (int j = 0; j < tokens; j++) {
      sum += shares[j];
    }
    double before = share * sum;
    int token = 0;
    double cumulative = shares[0];
    while (cumulative <= before && token < tokens - 1) {
      token++;
      cumulative += shares[token];
    }
    return token;
  }

  /** The rows with the sampled tokens; a token's target is 1 where it is not the text's. */
  PackedBatch replaced() {
    return new PackedBatch(batch.rows(), batch.offsets(), ids, batch.rowIndices(), ALL, replaced);
  }
}
