package io.sunrise.data;

import java.io.Serializable;

/**
 * The rank of each row of a subset: the number of rows with a smaller index. Uses one bit per
 * index, so that a subset that was selected by hash is numbered 0, 1, 2 ... without a sort.
 */
public final class RowRanks implements Serializable {
  private final long[] words;
  private final int[] before;
  private final int size;

  private RowRanks(long[] words) {
    this.words = words;
    this.before = new int[words.length];
    int count = 0;
    for (int word = 0; word < words.length; word++) {
      before[word] = count;
      count += Long.bitCount(words[word]);
    }
    this.size = count;
  }

  /** The number of rows in the subset. */
  public int size() {
    return size;
  }

  public int rank(long index) {
    int word = (int) (index >>> 6);
    return before[word] + Long.bitCount(words[word] & ((1L << index) - 1));
  }

  /** The index of the row with a rank. */
  public long index(int rank) {
    int word = before.length - 1;
    while (before[word] > rank) {
      word--;
    }
    long bits = words[word];
    for (int i = before[word]; i < rank; i++) {
      bits &= bits - 1;
    }
    return ((long) word << 6) + Long.numberOfTrailingZeros(bits);
  }

  /**
   * Collects indices, and merges with other collectors. Stores only the words between the smallest
   * and the largest index, which for a partition of an ordered dataset are a small part.
   */
  public static final class Builder implements Serializable {
    private long[] words = {};
    private int firstWord;
    private int length;
    private long added;

    /** Adds an index in [0, 2^31). */
    public Builder add(long index) {
      int word = Math.toIntExact(index >>> 6);
      reserve(word, word + 1);
      words[word - firstWord] |= 1L << index;
      added++;
      return this;
    }

    public Builder addAll(Builder other) {
      if (other.length > 0) {
        reserve(other.firstWord, other.firstWord + other.length);
        for (int word = 0; word < other.length; word++) {
          words[other.firstWord - firstWord + word] |= other.words[word];
        }
        added += other.added;
      }
      return this;
    }

    /** The number of added indices, including repeated ones. */
    public long added() {
      return added;
    }

    /** Ensures capacity for the words from {@code from}, inclusive, to {@code to}, exclusive. */
    private void reserve(int from, int to) {
      if (length == 0) {
        firstWord = from;
      }
      int first = Math.min(firstWord, from);
      int end = Math.max(firstWord + length, to);
      if (first < firstWord || end - first > words.length) {
        long[] larger = new long[Math.max(end - first, words.length + words.length / 2)];
        System.arraycopy(words, 0, larger, firstWord - first, length);
        words = larger;
        firstWord = first;
      }
      length = end - firstWord;
    }

    public RowRanks build() {
      long[] all = new long[length == 0 ? 0 : firstWord + length];
      System.arraycopy(words, 0, all, all.length - length, length);
      return new RowRanks(all);
    }
  }
}
