package io.sunrise.nn;

import java.io.Serializable;

/**
 * What a batch scored, as sums, so that batches of any size add up to the mean over all targets.
 *
 * @param loss summed cross entropy, in nats
 * @param correct targets whose highest logit is the expected one
 * @param targets the number of targets
 */
public record BatchResult(double loss, long correct, long targets) implements Serializable {
  public static final BatchResult EMPTY = new BatchResult(0, 0, 0);

  public BatchResult plus(BatchResult other) {
    return new BatchResult(loss + other.loss, correct + other.correct, targets + other.targets);
  }

  public double meanLoss() {
    return loss / targets;
  }

  public double accuracy() {
    return (double) correct / targets;
  }
}
