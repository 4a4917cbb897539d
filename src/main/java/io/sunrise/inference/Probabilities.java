package io.sunrise.inference;

/** Logits made probabilities. */
public final class Probabilities {
  private Probabilities() {}

  /** Softmax over {@code count} logits from {@code from} on, in double precision. */
  public static double[] of(float[] logits, int from, int count) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      highest = Math.max(highest, logits[from + i]);
    }
    double[] probabilities = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      // StrictMath: the same bits on any machine.
      probabilities[i] = StrictMath.exp(logits[from + i] - highest);
      sum += probabilities[i];
    }
    for (int i = 0; i < count; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }

  /** The place of the highest; of equals the first. */
  public static int highest(double[] probabilities) {
    int highest = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[highest]) {
        highest = i;
      }
    }
    return highest;
  }
}
