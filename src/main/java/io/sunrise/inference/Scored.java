package io.sunrise.inference;

import java.io.Serializable;

/**
 * A row with what the classifier says about it.
 *
 * @param probabilities one a class, together 1
 */
public record Scored<T extends Serializable>(T row, double[] probabilities)
    implements Serializable {

  /** The likeliest class; of equals the first. */
  public int prediction() {
    return Probabilities.highest(probabilities);
  }
}
