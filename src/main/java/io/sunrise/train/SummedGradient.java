package io.sunrise.train;

/**
 * A gradient of the loss summed over some rows, and their scores.
 *
 * @param gradient a stretch of it or all; as a step's result, overwritten by the next step
 */
record SummedGradient(float[] gradient, StepSums sums) {

  /** The sum, in this one's array. */
  SummedGradient addInPlace(SummedGradient right) {
    Gradients.add(gradient, right.gradient, 0, gradient.length);
    return new SummedGradient(gradient, sums.plus(right.sums));
  }
}
