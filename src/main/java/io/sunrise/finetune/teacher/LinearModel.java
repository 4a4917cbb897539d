package io.sunrise.finetune.teacher;

import java.io.Serializable;

/**
 * One logit for each class: the weighted sum of the features, plus a bias.
 *
 * @param parameters (width + 1, classes), the biases last
 */
record LinearModel(int classes, float[] parameters) implements Serializable {

  /** The logits of a row. */
  double[] logits(SparseRow row) {
    double[] logits = new double[classes];
    add(row, logits);
    return logits;
  }

  LinearModel times(double factor) {
    float[] scaled = parameters.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (factor * scaled[i]);
    }
    return new LinearModel(classes, scaled);
  }

  /** Adds the logits of a row. */
  void add(SparseRow row, double[] logits) {
    int bias = parameters.length - classes;
    for (int c = 0; c < classes; c++) {
      logits[c] += parameters[bias + c];
    }
    for (int i = 0; i < row.columns().length; i++) {
      int at = row.columns()[i] * classes;
      float value = row.values()[i];
      for (int c = 0; c < classes; c++) {
        logits[c] += (double) value * parameters[at + c];
      }
    }
  }
}
