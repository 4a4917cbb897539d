package io.sunrise.data;

import io.sunrise.CounterRandom;
import java.io.Serializable;

/**
 * A seeded permutation of [0, size), computed for one number at a time, so that a row's place in an
 * epoch needs no sort.
 *
 * <p>A balanced Feistel network over the next even number of bits, with cycle walking into the
 * range (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, sections 3 and
 * 4).
 */
public final class Permutation implements Serializable {
  private static final int ROUNDS = 8;

  private final long size;
  private final int halfBits;
  private final long mask;
  private final long[] roundKeys = new long[ROUNDS];

  /**
   * @param size at least 1, at most 2^62
   */
  public Permutation(long size, long key) {
    this.size = size;
    int bits = 64 - Long.numberOfLeadingZeros(Math.max(1, size - 1));
    this.halfBits = (bits + 1) / 2;
    this.mask = (1L << halfBits) - 1;
    for (int round = 0; round < ROUNDS; round++) {
      roundKeys[round] = CounterRandom.derive(key, round);
    }
  }

  /** The order of an epoch's rows: maps a row's rank to its place. */
  public static Permutation ofEpoch(long rows, long seed, int epoch) {
    return new Permutation(rows, CounterRandom.derive(CounterRandom.key(seed, "order"), epoch));
  }

  /** The place of {@code number}. */
  public long apply(long number) {
    long at = number;
    do {
      at = forward(at);
    } while (at >= size);
    return at;
  }

  /** The number at {@code place}: the inverse of {@link #apply}. */
  public long invert(long place) {
    long at = place;
    do {
      at = backward(at);
    } while (at >= size);
    return at;
  }

  private long forward(long number) {
    long left = number >>> halfBits;
    long right = number & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long mixed = left ^ (CounterRandom.bits(roundKeys[round], right) & mask);
      left = right;
      right = mixed;
    }
    return (left << halfBits) | right;
  }

  private long backward(long number) {
    long left = number >>> halfBits;
    long right = number & mask;
    for (int round = ROUNDS - 1; round >= 0; round--) {
      long mixed = right ^ (CounterRandom.bits(roundKeys[round], left) & mask);
      right = left;
      left = mixed;
    }
    return (left << halfBits) | right;
  }
}
