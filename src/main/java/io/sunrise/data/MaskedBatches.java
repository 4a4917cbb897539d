package io.sunrise.data;

import io.sunrise.CounterRandom;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Arrays;

/**
 * Batches whose targets are masked tokens (Devlin et al. 2019, section 3.1): a share of each row's
 * tokens, at least one, is selected; 80 % of the selected tokens become [MASK], 10 % a random token
 * and 10 % are unchanged. The selection depends only on seed, epoch, row index and position.
 * Special tokens are neither selected nor used as random tokens.
 *
 * <p>With whole-word masking (BERT's release of May 2019), all tokens of a word are selected
 * together: a word that would exceed the share is skipped, unless there is no other. Each token of
 * a word is replaced independently.
 */
public final class MaskedBatches implements BatchMaker {
  private static final double MASKED = 0.8;
  private static final double MASKED_OR_RANDOM = 0.9;
  private static final int POSITION_BITS = 16;

  private final int vocabularySize;
  private final Masking masking;
  private final SpecialTokens special;
  private final long key;

  /** Batches without whole-word masking. */
  public MaskedBatches(int vocabularySize, double rate, long seed) {
    this(vocabularySize, Masking.ofTokens(rate), seed);
  }

  public MaskedBatches(int vocabularySize, Masking masking, long seed) {
    this.vocabularySize = vocabularySize;
    this.masking = masking;
    this.special = masking.special();
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

  /** The positions of the words with the smallest random numbers, in ascending order. */
  private int[] choose(int[] ids, int start, int end, long rowKey) {
    long[] draws = new long[end - start];
    int words = 0;
    int candidates = 0;
    for (int at = start; at < end; at++) {
      if (!special.contains(ids[at])) {
        candidates++;
        if (beginsWord(ids, start, at)) {
          long bits = CounterRandom.bits(rowKey, at - start);
          draws[words++] = (bits >>> POSITION_BITS << POSITION_BITS) | (at - start);
        }
      }
    }
    Arrays.sort(draws, 0, words);
    int wanted = Math.min(candidates, Math.max(1, (int) Math.round(candidates * masking.rate())));
    int[] chosen = new int[candidates];
    int count = 0;
    for (int i = 0; i < words && count < wanted; i++) {
      int length = wordLength(ids, place(draws[i], start), end);
      if (count + length <= wanted) {
        count = add(chosen, count, place(draws[i], start), length);
      }
    }
    if (count == 0 && words > 0) {
      int first = place(draws[0], start);
      count = add(chosen, 0, first, wordLength(ids, first, end));
    }
    Arrays.sort(chosen, 0, count);
    return Arrays.copyOf(chosen, count);
  }

  private static int place(long draw, int start) {
    return start + (int) (draw & ((1 << POSITION_BITS) - 1));
  }

  private static int add(int[] chosen, int count, int place, int length) {
    for (int i = 0; i < length; i++) {
      chosen[count + i] = place + i;
    }
    return count + length;
  }

  /** A row that was split within a word begins with a continuation. */
  private boolean beginsWord(int[] ids, int start, int at) {
    return at == start || special.contains(ids[at - 1]) || !continues(ids, at);
  }

  private int wordLength(int[] ids, int place, int end) {
    int length = 1;
    while (place + length < end && continues(ids, place + length)) {
      length++;
    }
    return length;
  }

  private boolean continues(int[] ids, int at) {
    return masking.continuations().continues(ids[at - 1], ids[at]);
  }

  private int replacement(int id, int position, long rowKey) {
    long replacementKey = CounterRandom.derive(rowKey, position);
    double draw = CounterRandom.uniform(replacementKey, 0);
    if (draw < MASKED) {
      return special.mask();
    }
    int words = vocabularySize - SpecialTokens.count();
    return draw < MASKED_OR_RANDOM && words > 0
        ? special.ordinary(CounterRandom.below(replacementKey, 1, words))
        : id;
  }
}
