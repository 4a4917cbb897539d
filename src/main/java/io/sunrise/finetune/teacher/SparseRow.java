package io.sunrise.finetune.teacher;

import java.io.Serializable;

/**
 * The features of a row that are not 0.
 *
 * @param columns their places; each at most once
 * @param values one for each column
 */
record SparseRow(int[] columns, float[] values) implements Serializable {

  /** The sum of the squared values. */
  double squares() {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    return squares;
  }

  /** All values times a factor. */
  SparseRow times(double factor) {
    float[] scaled = new float[values.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (values[i] * factor);
    }
    return new SparseRow(columns, scaled);
  }
}
