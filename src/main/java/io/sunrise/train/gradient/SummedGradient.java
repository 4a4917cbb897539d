package io.sunrise.train.gradient;

import io.sunrise.nn.BatchResult;
import io.sunrise.train.optimizer.Gradients;

/**
 * A gradient of the loss summed over some rows, and what they scored.
 *
 * @param gradient a slice of it or all; as a step's result, overwritten by the next step
 */
public record SummedGradient(float[] gradient, BatchResult result) {

  /** The sum, in this one's array. */
  SummedGradient addInPlace(SummedGradient right) {
    Gradients.add(gradient, right.gradient, 0, gradient.length);
    return new SummedGradient(gradient, result.plus(right.result));
  }
}
