package io.sunrise.train.trace;

import io.sunrise.nn.BatchResult;

/**
 * One line of the trace. Numbers that the optimizer does not give are NaN, and null in the file.
 *
 * @param step 1, 2, 3 ... within the run
 * @param epoch numbered through the stages
 * @param result of the step's rows, before the update and with dropout
 * @param gradientNorm Euclidean length of the mean loss's gradient, before clipping
 * @param seconds that the step took
 * @param skipped steps up to this one that were left out in a row, as loss or gradient were not
 *     finite; 0 for a step that changed the parameters
 */
public record StepRecord(
    long step,
    int epoch,
    BatchResult result,
    double learningRate,
    double gradientNorm,
    double seconds,
    int skipped) {

  /** Mean over the step's targets of what training minimises, in nats. */
  public double loss() {
    return result.loss() / (result.targets() > 0 ? result.weight() : 1);
  }

  /** In the step's rows, special tokens included. */
  public long tokens() {
    return result.tokens();
  }

  public double tokensPerSecond() {
    return tokens() / seconds;
  }
}
