package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The criterion for documents that contain a part of a test text (Brown et al., "Language models
 * are few-shot learners", 2020, appendix C): they share an n-gram of words with it; if it has fewer
 * words, they contain all of them in a row; if it has fewer than {@code minWords}, which may be a
 * common phrase, they are equal to it. Each case is an equal key.
 *
 * @param ngram n, in words
 * @param minWords at most n
 */
public record SharedNgrams(int ngram, int minWords) implements Serializable {
  /** The {@link #length} of a text that only an equal one matches. */
  public static final int WHOLE = 0;

  /** The number of words in each key of a test text, or {@link #WHOLE}. */
  public int length(long[] words) {
    return words.length < minWords ? WHOLE : Math.min(ngram, words.length);
  }

  /** The keys of a text for n-grams of {@code length} words; none if it has fewer. */
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
