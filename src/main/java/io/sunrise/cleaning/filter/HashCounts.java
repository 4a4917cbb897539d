package io.sunrise.cleaning.filter;

/**
 * Counts 64-bit hashes by open addressing. Not a map of fastutil: it is cleared for every text and
 * n-gram length, in constant time however large an earlier text made it.
 */
final class HashCounts {
  private long[] keys = new long[0];
  private int[] counts = new int[0];

  /** The round in which a slot was last filled. */
  private int[] rounds = new int[0];

  private int round;
  private int mask;

  /** Removes all hashes, and makes room for {@code expected} ones. */
  void clear(int expected) {
    int capacity = Integer.highestOneBit(Math.max(8, expected)) << 2;
    if (keys.length < capacity) {
      keys = new long[capacity];
      counts = new int[capacity];
      rounds = new int[capacity];
      round = 0;
    }
    mask = capacity - 1;
    round++;
  }

  /** Increments the count of a hash, and returns its slot. */
  int add(long hash) {
    int slot = (int) (hash ^ hash >>> 32) & mask;
    while (rounds[slot] == round && keys[slot] != hash) {
      slot = slot + 1 & mask;
    }
    if (rounds[slot] != round) {
      rounds[slot] = round;
      keys[slot] = hash;
      counts[slot] = 0;
    }
    counts[slot]++;
    return slot;
  }

  int count(int slot) {
    return counts[slot];
  }
}
