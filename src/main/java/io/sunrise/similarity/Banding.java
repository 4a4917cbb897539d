package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;

/**
 * Locality-sensitive hashing of {@link MinHash} signatures: two texts become candidates if at least
 * one of their bands is equal (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets",
 * section 3.4).
 *
 * @param rows signature values in each band
 */
public record Banding(int bands, int rows) implements Serializable {
  /**
   * A false candidate costs one comparison, a missed pair stays in the corpus; so a miss weighs
   * nine times as much.
   */
  private static final double MISSED_WEIGHT = 0.9;

  private static final int STEPS = 200;

  /**
   * The banding that best separates pairs at or above a similarity from those below it: the one
   * with the least weighted sum of the areas of missed pairs above and of false candidates below.
   *
   * @param places the maximum number of signature values in all bands together
   */
  public static Banding of(double threshold, int places) {
    Banding best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int rows = 1; rows <= places; rows++) {
      for (int bands = 1; bands * rows <= places; bands++) {
        Banding banding = new Banding(bands, rows);
        double error = banding.error(threshold);
        if (error < least) {
          least = error;
          best = banding;
        }
      }
    }
    return best;
  }

  private double error(double threshold) {
    double missed = 0;
    double wrong = 0;
    for (int step = 0; step < STEPS; step++) {
      double middle = (step + 0.5) / STEPS;
      wrong += recall(threshold * middle);
      missed += 1 - recall(threshold + (1 - threshold) * middle);
    }
    return MISSED_WEIGHT * missed * (1 - threshold) + (1 - MISSED_WEIGHT) * wrong * threshold;
  }

  /** The share of pairs of a given Jaccard similarity that become candidates: 1 - (1 - s^r)^b. */
  public double recall(double similarity) {
    return 1 - StrictMath.pow(1 - StrictMath.pow(similarity, rows), bands);
  }

  /** The number of signature values that the bands use. */
  public int places() {
    return bands * rows;
  }

  /** One key for each band, equal for texts with the same values in it. */
  public long[] keys(int[] signature) {
    long[] keys = new long[bands];
    for (int band = 0; band < bands; band++) {
      long key = band;
      for (int i = band * rows; i < (band + 1) * rows; i++) {
        key = CounterRandom.derive(key, signature[i]);
      }
      keys[band] = key;
    }
    return keys;
  }
}
