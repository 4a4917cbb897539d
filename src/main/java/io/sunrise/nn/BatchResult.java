package io.sunrise.nn;

import java.io.Serializable;

/**
 * The result of scoring a batch, as sums, so that the mean over all targets follows from batches of
 * any size.
 *
 * @param loss summed cross entropy, in nats, of each target times its weight
 * @param weight summed weight of the targets; 1 for each target whose class has no weight of its
 *     own
 * @param correct the number of targets whose highest logit is the expected one
 * @param targets the number of targets
 * @param tokens in the batch's rows, special tokens included
 */
public record BatchResult(double loss, double weight, long correct, long targets, long tokens)
    implements Serializable {
  public static final BatchResult EMPTY = unscored(0);

  /** Of rows whose scores do not count. */
  public static BatchResult unscored(long tokens) {
    return new BatchResult(0, 0, 0, 0, tokens);
  }

  public BatchResult plus(BatchResult other) {
    return new BatchResult(
        loss + other.loss,
        weight + other.weight,
        correct + other.correct,
        targets + other.targets,
        tokens + other.tokens);
  }

  public double meanLoss() {
    return loss / weight;
  }

  public double accuracy() {
    return (double) correct / targets;
  }
}
