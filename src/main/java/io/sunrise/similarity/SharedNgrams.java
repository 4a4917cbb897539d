package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Which documents hold a part of a test text (Brown et al., "Language models are few-shot
 * learners", 2020, appendix C): those that share a run of n words with it; where it has fewer
 * words, those that hold all of them in a row; where it has fewer than {@code minWords}, which
 * would be a common phrase, only those that hold nothing else. Each case is an equal key.
 *
 * @param ngram n, in words
 * @param minWords at most n
 */
public record SharedNgrams(int ngram, int minWords) implements Serializable {
  /** What {@link #length} says of a text that only an equal one shares. */
  public static final int WHOLE = 0;

  /** How many words the keys of a test text stand for, or {@link #WHOLE}. */
  public int length(long[] words) {
    return words.length < minWords ? WHOLE : Math.min(ngram, words.length);
  }

  /** The keys of a text for runs of so many words; none where it has fewer. */
  public long[] keys(long[] words, int length) {
    if (length == WHOLE) {
      return words.length == 0 || words.length >= minWords ? new long[0] : whole(words);
    }
    return words.length < length ? new long[0] : Ngrams.of(words, length);
  }

  private static long[] whole(long[] words) {
    return Arrays.stream(Ngrams.of(words, words.length))
        .map(key -> CounterRandom.derive(key, WHOLE))
        .toArray();
  }
}
