package io.sunrise.finetune.teacher;

import io.sunrise.inference.Probabilities;

/** Logits made distributions, and their losses. */
final class Distributions {
  private Distributions() {}

  /**
   * Overwrites logits with their softmax.
   *
   * @return the logarithm of the sum of their exponentials
   */
  static double softmax(double[] logits) {
    double highest = logits[Probabilities.highest(logits)];
    double sum = 0;
    for (int c = 0; c < logits.length; c++) {
      logits[c] = StrictMath.exp(logits[c] - highest);
      sum += logits[c];
    }
    for (int c = 0; c < logits.length; c++) {
      logits[c] /= sum;
    }
    return StrictMath.log(sum) + highest;
  }
}
