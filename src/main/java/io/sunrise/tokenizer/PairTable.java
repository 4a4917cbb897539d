package io.sunrise.tokenizer;

import java.util.Arrays;

/**
 * The count of each pair of ids in the corpus, and the words it occurs in. Open addressing with two
 * values per key, for which a map of fastutil would need an object or a second look-up.
 */
final class PairTable {
  /** Not a pair: its left id is negative. */
  private static final long FREE = -1;

  private long[] keys = new long[1 << 12];
  private long[] counts = new long[keys.length];
  private Places[] places = new Places[keys.length];
  private int size;

  PairTable() {
    Arrays.fill(keys, FREE);
  }

  /** Distinct indices of words; equal ones are added consecutively. */
  static final class Places {
    int[] words = new int[2];
    int length;

    void add(int word) {
      if (length > 0 && words[length - 1] == word) {
        return;
      }
      if (length == words.length) {
        words = Arrays.copyOf(words, 2 * length);
      }
      words[length++] = word;
    }
  }

  long count(long key) {
    return counts[slot(key)];
  }

  /** Adds to the count of a pair; true if {@code word} is its first new occurrence. */
  boolean add(long key, long count, int word) {
    int slot = slot(key);
    if (keys[slot] == FREE) {
      if (3 * size > 2 * keys.length) {
        grow();
        slot = slot(key);
      }
      keys[slot] = key;
      size++;
    }
    counts[slot] += count;
    if (count < 0) {
      return false;
    }
    boolean first = places[slot] == null;
    if (first) {
      places[slot] = new Places();
    }
    places[slot].add(word);
    return first;
  }

  /** The words in which a pair occurs newly since the last call. */
  Places takePlaces(long key) {
    int slot = slot(key);
    Places taken = places[slot];
    places[slot] = null;
    return taken;
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    // The multiplier of Knuth's multiplicative hashing, in 64 bits.
    int slot = (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & mask;
    while (keys[slot] != key && keys[slot] != FREE) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCounts = counts;
    Places[] oldPlaces = places;
    keys = new long[2 * oldKeys.length];
    Arrays.fill(keys, FREE);
    counts = new long[keys.length];
    places = new Places[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != FREE) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        counts[slot] = oldCounts[i];
        places[slot] = oldPlaces[i];
      }
    }
  }
}
