package io.sunrise.train;

import io.sunrise.nn.BatchResult;
import java.io.Serializable;

/**
 * What some rows scored, as sums.
 *
 * @param tokens in the rows, special tokens included
 */
record StepSums(BatchResult result, long tokens) implements Serializable {
  static final StepSums EMPTY = new StepSums(BatchResult.EMPTY, 0);

  StepSums plus(StepSums other) {
    return new StepSums(result.plus(other.result), tokens + other.tokens);
  }
}
