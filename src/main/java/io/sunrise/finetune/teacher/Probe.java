package io.sunrise.finetune.teacher;

/**
 * A linear classifier of what a network computes before it is fine-tuned. Its last layer starts
 * from it, so that the layers below are not spoiled by the gradients of a random one (Kumar et al.
 * 2022, "Fine-tuning can distort pretrained features").
 */
public final class Probe {
  /** The features are many and large, so that the weights are held small. */
  private static final double[] DATA_WEIGHTS = {
    0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10
  };

  private Probe() {}

  /**
   * Fits by logistic regression, whose penalty is chosen on rows held out by folds.
   *
   * @param rows at least two
   * @return (width + 1, classes), the biases last
   */
  public static float[] fit(LabelledFeatures rows) {
    double dataWeight = HeldOutFolds.of(rows).bestOf(DATA_WEIGHTS).dataWeight();
    return LogisticRegression.fit(rows, dataWeight).parameters();
  }
}
