package io.sunrise.cleaning.filter;

import java.util.Arrays;

/** The words, lines or paragraphs of a text in order, each as a hash and a length in characters. */
final class SpanHashes {
  private long[] hashes = new long[64];
  private int[] lengths = new int[64];
  private int count;

  void clear() {
    count = 0;
  }

  void add(long hash, int length) {
    if (count == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * count);
      lengths = Arrays.copyOf(lengths, 2 * count);
    }
    hashes[count] = hash;
    lengths[count++] = length;
  }

  int count() {
    return count;
  }

  long hash(int span) {
    return hashes[span];
  }

  int length(int span) {
    return lengths[span];
  }

  /** The number of characters of {@code n} spans from {@code first} on. */
  int length(int first, int n) {
    int sum = 0;
    for (int i = first; i < first + n; i++) {
      sum += lengths[i];
    }
    return sum;
  }
}
