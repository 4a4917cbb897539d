package io.sunrise.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The rank of each row among the rows present: how many have a smaller index. One bit per index, so
 * that a part of a dataset, held out by hash, is numbered 0, 1, 2 ... without a sort.
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

  /** The number of rows present. */
  public int size() {
    return size;
  }

  public int rank(long index) {
    int word = (int) (index >>> 6);
    return before[word] + Long.bitCount(words[word] & ((1L << index) - 1));
  }

  /** The index of the row of a rank. */
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

  /** Collects indices, and unites with what others collected. */
  public static final class Builder implements Serializable {
    private long[] words = new long[0];

    /** Takes in an index of 0 to below 2^31. */
    public Builder add(long index) {
      int word = Math.toIntExact(index >>> 6);
      if (word >= words.length) {
        words = Arrays.copyOf(words, Math.max(word + 1, words.length + words.length / 2));
      }
      words[word] |= 1L << index;
      return this;
    }

    public Builder addAll(Builder other) {
      if (other.words.length > words.length) {
        words = Arrays.copyOf(words, other.words.length);
      }
      for (int word = 0; word < other.words.length; word++) {
        words[word] |= other.words[word];
      }
      return this;
    }

    public RowRanks build() {
      return new RowRanks(words);
    }
  }
}
