package io.sunrise.cleaning.filter;

import java.util.Arrays;

/** Words, lines or paragraphs in their order: a hash and a length in characters each. */
final class Pieces {
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

  long hash(int piece) {
    return hashes[piece];
  }

  int length(int piece) {
    return lengths[piece];
  }

  /** Characters of {@code n} pieces from one on. */
  int length(int first, int n) {
    int sum = 0;
    for (int i = first; i < first + n; i++) {
      sum += lengths[i];
    }
    return sum;
  }
}
