package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Signatures of sets: the share of equal places in two signatures estimates the Jaccard similarity
 * of the sets (Broder, "On the resemblance and containment of documents", 1997).
 *
 * <p>Each place is the smallest element under an order of its own, {@code a x + b mod 2^32} with an
 * odd a (Dietzfelbinger et al., "A reliable randomized algorithm for the closest-pair problem",
 * 1997), over elements that are random already. The loop over the places becomes vector
 * instructions, which makes independent orders as cheap as splitting the text into words. One order
 * cut into bins (Shrivastava, "Optimal densification for fast and accurate minwise hashing", 2017)
 * needs one hash an element; a text of fewer elements than places then fills places with the minima
 * of others, whose equality is no longer independent of theirs.
 */
public final class MinHash implements Serializable {
  private final int[] multipliers;
  private final int[] offsets;

  /**
   * @param places of a signature
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
   * @param elements at least one, in any order, repeats do not matter
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
   * {@code smallest[i] = min(smallest[i], order i of the element)}, without its last bit so that a
   * difference cannot overflow, and without Math.min, of which the compiler makes no vector
   * instructions here.
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
