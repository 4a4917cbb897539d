package io.sunrise.cooccurrence;

import java.util.Arrays;

/** Sums by pair of ranks, in a hash table of fixed size with linear probing. */
final class PairSums {
  private static final long EMPTY = -1;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long[] keys;
  private final long[] sums;
  private final int shift;
  private final int most;
  private int size;

  /**
   * @param bits of the number of slots
   */
  PairSums(int bits) {
    keys = new long[1 << bits];
    sums = new long[1 << bits];
    shift = Long.SIZE - bits;
    most = (1 << bits) / 8 * 5;
    Arrays.fill(keys, EMPTY);
  }

  /** Adds to the sum of a pair, where row ≥ column. */
  void add(int row, int column, long more) {
    long key = key(row, column);
    int slot = slot(key);
    if (keys[slot] == EMPTY) {
      keys[slot] = key;
      size++;
    }
    sums[slot] = Math.addExact(sums[slot], more);
  }

  long sum(int row, int column) {
    return sums[slot(key(row, column))];
  }

  /** The slot of a key, or the empty one where it would be. */
  private int slot(long key) {
    int slot = (int) ((key * MULTIPLIER) >>> shift);
    while (keys[slot] != key && keys[slot] != EMPTY) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }

  private static long key(int row, int column) {
    return ((long) row << Integer.SIZE) | column;
  }

  static int row(long key) {
    return (int) (key >>> Integer.SIZE);
  }

  static int column(long key) {
    return (int) key;
  }

  /** Whether it should be emptied before more pairs than a row has are added. */
  boolean isFull() {
    return size >= most;
  }

  /** The keys of all pairs, in no order. */
  long[] keys() {
    return Arrays.stream(keys).filter(key -> key != EMPTY).toArray();
  }

  void clear() {
    Arrays.fill(keys, EMPTY);
    Arrays.fill(sums, 0);
    size = 0;
  }
}
