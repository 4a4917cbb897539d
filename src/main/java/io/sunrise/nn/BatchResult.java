package io.sunrise.nn;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of scoring a batch, as sums, so that the mean over all targets follows from batches of
 * any size.
 *
 * @param loss summed over the targets: what training minimises, times {@code weight}; in nats
 * @param weight what the summed loss is divided by: the summed weight of the targets, 1 for each
 *     whose class has no weight of its own
 * @param correct the number of targets whose highest logit is the expected one
 * @param targets the number of targets
 * @param tokens in the batch's rows, special tokens included
 * @param parts what the loss is made of, where it has several parts
 */
public record BatchResult(
    double loss, double weight, long correct, long targets, long tokens, List<Part> parts)
    implements Serializable {
  public static final BatchResult EMPTY = unscored(0);

  /**
   * A part of a loss, as sums.
   *
   * @param name for people, such as {@code masked tokens}
   */
  public record Part(String name, double loss, double weight, long correct, long targets)
      implements Serializable {
    private Part plus(Part other) {
      return new Part(
          name,
          loss + other.loss,
          weight + other.weight,
          correct + other.correct,
          targets + other.targets);
    }

    public double accuracy() {
      return (double) correct / targets;
    }
  }

  public BatchResult {
    parts = List.copyOf(parts);
  }

  /** Of a loss that is one. */
  public BatchResult(double loss, double weight, long correct, long targets, long tokens) {
    this(loss, weight, correct, targets, tokens, List.of());
  }

  /** Of rows whose scores do not count. */
  public static BatchResult unscored(long tokens) {
    return new BatchResult(0, 0, 0, 0, tokens);
  }

  /** The sum; results of one objective have the same parts, or none. */
  public BatchResult plus(BatchResult other) {
    return new BatchResult(
        loss + other.loss,
        weight + other.weight,
        correct + other.correct,
        targets + other.targets,
        tokens + other.tokens,
        plus(parts, other.parts));
  }

  private static List<Part> plus(List<Part> left, List<Part> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return left.isEmpty() ? right : left;
    }
    List<Part> sums = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      sums.add(left.get(i).plus(right.get(i)));
    }
    return sums;
  }

  public double meanLoss() {
    return loss / weight;
  }

  public double accuracy() {
    return (double) correct / targets;
  }

  /** This result as a part. */
  Part asPart(String name) {
    return new Part(name, loss, weight, correct, targets);
  }
}
