package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;

/**
 * MinHash signatures of sets: the share of equal values in two signatures estimates the Jaccard
 * similarity of the sets (Broder, "On the resemblance and containment of documents", 1997).
 *
 * <p>Each value is the minimum of the elements under a hash function of its own, {@code a x + b mod
 * 2^32} with an odd a (Dietzfelbinger et al., "A reliable randomized algorithm for the closest-pair
 * problem", 1997), over elements that are hashes already. The loop over the values is vectorized,
 * so that independent hash functions cost no more than splitting the text into words. One function
 * with bins (Shrivastava, "Optimal densification for fast and accurate minwise hashing", 2017)
 * needs one hash per element, but a text of fewer elements than values copies minima between bins,
 * which are then no longer independent.
 */
public final class MinHash implements Serializable {
  private final int[] multipliers;
  private final int[] offsets;

  /**
   * @param places the number of values in a signature
   */
  public MinHash(int places) {
    long key = CounterRandom.key(0, "minhash");
    multipliers = new int[places];
    offsets = new int[places];
    for (int i = 0; i < places; i++) {
      long bits = CounterRandom.bits(key, i);
      multipliers[i] = (int) bits | 1;
      offsets[i] = (int) (bits >>> 32);
    }
  }

  /**
   * The signature of a set.
   *
   * @param elements at least one, in any order; duplicates do not matter
   */
  public int[] signature(long[] elements) {
    int[] smallest = new int[multipliers.length];
    Arrays.fill(smallest, Integer.MAX_VALUE);
    for (long element : elements) {
      lower(smallest, (int) (element >>> 32));
    }
    return smallest;
  }

  /**
   * {@code smallest[i] = min(smallest[i], hash i of the element)}, without the last bit so that the
   * difference cannot overflow, and without Math.min, which the compiler does not vectorize here.
   */
  private void lower(int[] smallest, int element) {
    int[] a = multipliers;
    int[] b = offsets;
    for (int i = 0; i < smallest.length; i++) {
      int above = ((element * a[i] + b[i]) >>> 1) - smallest[i];
      smallest[i] += above & (above >> 31);
    }
  }
}
