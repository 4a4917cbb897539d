package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.io.Serializable;

/**
 * Locality-sensitive hashing of {@link MinHash} signatures: two texts become candidates where all
 * places of at least one band are equal (Leskovec, Rajaraman and Ullman, "Mining of Massive
 * Datasets", section 3.4).
 *
 * @param rows places of a signature in each band
 */
public record Banding(int bands, int rows) implements Serializable {
  /**
   * A false candidate costs one comparison, a pair that is missed stays in the corpus: so missing
   * weighs nine times as much.
   */
  private static final double MISSED_WEIGHT = 0.9;

  private static final int STEPS = 200;

  /**
   * The bands that tell pairs at and above a similarity best from those below it: the least
   * weighted sum of the areas of missed pairs above and of false candidates below.
   *
   * @param places at most so many in all bands together
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

  /** The share of the pairs of a Jaccard similarity that become candidates: 1 - (1 - s^r)^b. */
  public double recall(double similarity) {
    return 1 - StrictMath.pow(1 - StrictMath.pow(similarity, rows), bands);
  }

  /** Places of a signature that the bands use. */
  public int places() {
    return bands * rows;
  }

  /** One number for each band, equal where the band and all its places are. */
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
