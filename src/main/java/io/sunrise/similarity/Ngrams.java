package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.util.Arrays;

/**
 * Runs of n words as 64-bit numbers. Two runs are taken for the same where their numbers are, which
 * is wrong once in 2^64 pairs.
 *
 * <p>A run's number is a polynomial in its words, rolled from run to run (Karp and Rabin,
 * "Efficient randomized pattern-matching algorithms", 1987), then mixed, so that all its bits can
 * be used.
 */
public final class Ngrams {
  private static final long BASE = 0xD1342543DE82EF95L;

  private Ngrams() {}

  /**
   * Every run of n words, in the order of the text, repeats included; the one run of all words
   * where there are fewer; none of no words.
   *
   * @param words as {@link WordHashes} makes them
   */
  public static long[] of(long[] words, int n) {
    int length = Math.min(n, words.length);
    if (length == 0) {
      return words;
    }
    long leaving = 1;
    for (int i = 0; i < length; i++) {
      leaving *= BASE;
    }
    long[] ngrams = new long[words.length - length + 1];
    long hash = 0;
    for (int i = 0; i < words.length; i++) {
      hash = hash * BASE + words[i];
      if (i >= length) {
        hash -= words[i - length] * leaving;
      }
      if (i >= length - 1) {
        ngrams[i - length + 1] = CounterRandom.bits(hash, length);
      }
    }
    return ngrams;
  }

  /** The runs of n words of a text as a set: each once, in ascending order. */
  public static long[] set(String text, int n) {
    long[] ngrams = of(WordHashes.of(text), n);
    Arrays.sort(ngrams);
    int distinct = 0;
    for (int i = 0; i < ngrams.length; i++) {
      if (i == 0 || ngrams[i] != ngrams[i - 1]) {
        ngrams[distinct++] = ngrams[i];
      }
    }
    return Arrays.copyOf(ngrams, distinct);
  }

  /** How much two sets have in common of all they hold: 0 to 1; 0 for two empty ones. */
  public static double jaccard(long[] a, long[] b) {
    int both = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      if (a[i] == b[j]) {
        both++;
        i++;
        j++;
      } else if (a[i] < b[j]) {
        i++;
      } else {
        j++;
      }
    }
    return both == 0 ? 0 : (double) both / (a.length + b.length - both);
  }
}
