package io.sunrise.finetune.teacher;

/** Logits made distributions, and their losses. */
final class Distributions {
  private Distributions() {}

  /**
   * Overwrites logits with their softmax.
   *
   * @return the logarithm of the sum of their exponentials
   */
  static double softmax(double[] logits) {
    double highest = logits[highest(logits)];
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

  /** The place of the highest; of equals the first. */
  static int highest(double[] values) {
    int highest = 0;
    for (int c = 1; c < values.length; c++) {
      if (values[c] > values[highest]) {
        highest = c;
      }
    }
    return highest;
  }
}
