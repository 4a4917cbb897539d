package io.sunrise.config;

import java.io.Serializable;

/**
 * Fine-tuning of a classifier, and the models it is compared with.
 *
 * @param probe whether the last layer starts from a logistic regression on the frozen features
 * @param fullRateRows from how many train rows on a probed model learns at the full rate; 0 always
 */
public record FinetuneSettings(
    @Inline TrainingSettings training,
    ClassWeights classWeights,
    boolean probe,
    @Range(min = 0, max = 10_000_000) int fullRateRows,
    @Range(min = 0, max = 10_000_000) int unlabelledRows,
    boolean scratch,
    boolean baseline)
    implements Serializable {

  /**
   * How the pre-trained model learns from labelled rows. A few of them move a probed model less, in
   * proportion, since they know less than it does.
   */
  public TrainingSettings training(long rows) {
    return probe && rows < fullRateRows
        ? training.ofLearningRate(training.learningRate() * rows / fullRateRows)
        : training;
  }
}
