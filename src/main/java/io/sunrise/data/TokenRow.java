package io.sunrise.data;

import java.io.Serializable;

/**
 * One row of token ids.
 *
 * @param index unique within its dataset; seeds the row's random numbers
 * @param label the class; 0 if rows have none
 * @param weight how much the row counts in training, above 0; 1 if rows have none
 * @param tokens token ids, including [CLS] and [SEP]
 * @param probabilities of each class, to learn from instead of the label alone; empty if none
 */
public record TokenRow(long index, int label, float weight, int[] tokens, float[] probabilities)
    implements Serializable {
  private static final float[] NONE = {};

  /** A row whose label is certain. */
  public TokenRow(long index, int label, float weight, int[] tokens) {
    this(index, label, weight, tokens, NONE);
  }

  /** A row whose label is certain, and which counts like any other. */
  public TokenRow(long index, int label, int[] tokens) {
    this(index, label, 1f, tokens);
  }
}
