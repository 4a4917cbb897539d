package io.sunrise;

import java.nio.charset.StandardCharsets;

/**
 * Random numbers by counting: a number is a function of a key and a counter, so it does not depend
 * on what was drawn before, on the thread or on the machine. A key is derived step by step from the
 * seed, the purpose and whatever identifies the draw (epoch, step, row, layer).
 *
 * <p>The function is the output function of SplitMix64 over a Weyl sequence (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014, section 4).
 */
public final class CounterRandom {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private CounterRandom() {}

  /** The key of a purpose, such as {@code "dropout"}, under a seed. */
  public static long key(long seed, String purpose) {
    long key = mix(seed + GOLDEN_GAMMA);
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      key = derive(key, b);
    }
    return key;
  }

  /** The key of one part, such as an epoch or a row, of what {@code key} stands for. */
  public static long derive(long key, long part) {
    return mix(key ^ mix(part + GOLDEN_GAMMA));
  }

  /** 64 random bits. */
  public static long bits(long key, long counter) {
    return mix(key + (counter + 1) * GOLDEN_GAMMA);
  }

  /** A number in [0, bound), for a bound of 1 to 2^31-1; the bias is below {@code bound / 2^32}. */
  public static int below(long key, long counter, int bound) {
    return (int) (((bits(key, counter) >>> 32) * bound) >>> 32);
  }

  /** A number in [0, 1) of 53 random bits. */
  public static double uniform(long key, long counter) {
    return (bits(key, counter) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
