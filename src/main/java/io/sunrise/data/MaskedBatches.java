package io.sunrise.data;

import io.sunrise.CounterRandom;
import io.sunrise.text.SpecialTokens;
import java.util.Arrays;

/**
 * Batches whose targets are masked tokens (Devlin et al. 2019, section 3.1): of each row's tokens a
 * share is chosen, at least one; of the chosen 80 % become [MASK], 10 % a random token and 10 %
 * stay. Which ones depends on seed, epoch, row index and position only. Special tokens (ids below
 * {@link #FIRST_WORD}) are neither chosen nor drawn.
 */
public final class MaskedBatches implements BatchMaker {
  private static final int FIRST_WORD = SpecialTokens.SPELLINGS.size();
  private static final double MASKED = 0.8;
  private static final double MASKED_OR_RANDOM = 0.9;
  private static final int POSITION_BITS = 16;

  private final int vocabularySize;
  private final double rate;
  private final long key;

  /**
   * @param rate share of the tokens to predict, above 0 to below 1
   */
  public MaskedBatches(int vocabularySize, double rate, long seed) {
    this.vocabularySize = vocabularySize;
    this.rate = rate;
    this.key = CounterRandom.key(seed, "mask");
  }

  @Override
  public PackedBatch batch(TokenRows rows, int from, int to, int epoch) {
    int[] ids = rows.copyTokens(from, to);
    int[] positions = new int[ids.length];
    int[] targets = new int[ids.length];
    long epochKey = CounterRandom.derive(key, epoch);
    int count = 0;
    for (int row = from; row < to; row++) {
      int start = rows.tokens(from, row);
      int end = rows.tokens(from, row + 1);
      long rowKey = CounterRandom.derive(epochKey, rows.index(row));
      for (int position : choose(ids, start, end, rowKey)) {
        positions[count] = position;
        targets[count++] = ids[position];
        ids[position] = replacement(ids[position], position - start, rowKey);
      }
    }
    return Packing.pack(
        rows, from, to, ids, Arrays.copyOf(positions, count), Arrays.copyOf(targets, count));
  }

  /** The places with the smallest random numbers, ascending. */
  private int[] choose(int[] ids, int start, int end, long rowKey) {
    long[] draws = new long[end - start];
    int candidates = 0;
    for (int at = start; at < end; at++) {
      if (ids[at] >= FIRST_WORD) {
        long bits = CounterRandom.bits(rowKey, at - start);
        draws[candidates++] = (bits >>> POSITION_BITS << POSITION_BITS) | (at - start);
      }
    }
    Arrays.sort(draws, 0, candidates);
    int count = Math.min(candidates, Math.max(1, (int) Math.round(candidates * rate)));
    int[] chosen = new int[count];
    for (int i = 0; i < count; i++) {
      chosen[i] = start + (int) (draws[i] & ((1 << POSITION_BITS) - 1));
    }
    Arrays.sort(chosen);
    return chosen;
  }

  private int replacement(int id, int position, long rowKey) {
    long fateKey = CounterRandom.derive(rowKey, position);
    double fate = CounterRandom.uniform(fateKey, 0);
    if (fate < MASKED) {
      return SpecialTokens.MASK;
    }
    int words = vocabularySize - FIRST_WORD;
    return fate < MASKED_OR_RANDOM && words > 0
        ? FIRST_WORD + CounterRandom.below(fateKey, 1, words)
        : id;
  }
}
