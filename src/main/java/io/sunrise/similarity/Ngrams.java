package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.util.Arrays;

/**
 * Word n-grams as 64-bit hashes. N-grams with equal hashes count as equal, which is wrong once in
 * 2^64 pairs.
 *
 * <p>The hash is a polynomial in the words, rolled from one n-gram to the next (Karp and Rabin,
 * "Efficient randomized pattern-matching algorithms", 1987), and then mixed, so that all its bits
 * can be used.
 */
public final class Ngrams {
  private static final long BASE = 0xD1342543DE82EF95L;

  private Ngrams() {}

  /**
   * All n-grams in the order of the text, with duplicates; one n-gram of all words if there are
   * fewer than n; none if there are no words.
   *
   * @param words hashes from {@link WordHashes}
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

  /** The set of n-grams of a text, in ascending order. */
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

  /** The Jaccard similarity of two sets, from 0 to 1; 0 for two empty ones. */
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
