package io.sunrise.cleaning.filter;

/** Counts 64-bit hashes: open addressing, emptied in constant time, its arrays used again. */
final class HashCounts {
  private long[] keys = new long[0];
  private int[] counts = new int[0];

  /** The round in which a slot was last filled. */
  private int[] rounds = new int[0];

  private int round;
  private int mask;

  /** Forgets everything, and makes room for so many hashes. */
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

  /** Counts a hash once more, and gives its slot. */
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
