package io.sunrise.inference;

import java.io.Serializable;

/**
 * A row with what the model says about it.
 *
 * @param probabilities one a class, together 1; empty if no classes are asked for
 * @param embedding the row's vector; empty if none is asked for
 */
public record Scored<T extends Serializable>(T row, double[] probabilities, float[] embedding)
    implements Serializable {
  private static final float[] NONE = {};

  /** A row without a vector. */
  public Scored(T row, double[] probabilities) {
    this(row, probabilities, NONE);
  }

  /** The likeliest class; of equals the first. */
  public int prediction() {
    return Probabilities.highest(probabilities);
  }
}
