package io.sunrise.cooccurrence;

import io.sunrise.tokenizer.SpecialTokens;
import java.io.Serializable;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The tokens of a text by frequency: rank 0 is the most frequent one, and of tokens as frequent the
 * one with the lower id comes first. Special tokens and tokens that do not occur have no rank.
 */
final class FrequencyRanks implements Serializable {
  static final int NONE = -1;

  private final int[] rankOfToken;
  private final int[] tokenOfRank;

  /**
   * @param counts of each token, by id
   */
  FrequencyRanks(long[] counts, SpecialTokens special) {
    tokenOfRank =
        special
            .ordinaryOf(counts.length)
            .filter(token -> counts[token] > 0)
            .boxed()
            .sorted(Comparator.comparingLong(token -> -counts[token]))
            .mapToInt(Integer::intValue)
            .toArray();
    rankOfToken = IntStream.generate(() -> NONE).limit(counts.length).toArray();
    for (int rank = 0; rank < tokenOfRank.length; rank++) {
      rankOfToken[tokenOfRank[rank]] = rank;
    }
  }

  int size() {
    return tokenOfRank.length;
  }

  int token(int rank) {
    return tokenOfRank[rank];
  }

  /** The rank of each token of a row, or {@link #NONE}. */
  int[] ranks(int[] tokens) {
    int[] ranks = new int[tokens.length];
    for (int i = 0; i < tokens.length; i++) {
      ranks[i] = rankOfToken[tokens[i]];
    }
    return ranks;
  }
}
