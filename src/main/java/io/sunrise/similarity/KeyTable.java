package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;

/**
 * A map from 64-bit keys to small numbers, by open addressing: 18 to 36 bytes per key. Not a map of
 * fastutil, which Spark does not ship and which would add 7 MB to the jar for this and two more
 * small tables.
 */
public final class KeyTable implements Serializable {
  public static final int ABSENT = -1;

  private final long[] keys;
  private final byte[] values;

  /** Has room for {@code size} keys. */
  public KeyTable(int size) {
    int slots = Integer.highestOneBit(Math.max(1, size)) << 2;
    keys = new long[slots];
    values = new byte[slots];
  }

  /**
   * Adds a key that is not in the table yet.
   *
   * @param value 0 to 126
   */
  public void put(long key, int value) {
    int slot = slot(key);
    keys[slot] = key;
    values[slot] = (byte) (value + 1);
  }

  /** The key's number, or {@link #ABSENT}. */
  public int get(long key) {
    return values[slot(key)] - 1;
  }

  /** The slot of the key, or the free slot in which to put it. */
  private int slot(long key) {
    int slot = (int) CounterRandom.bits(key, 0) & (keys.length - 1);
    while (values[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    return slot;
  }
}
