package io.sunrise.train;

import java.io.Serializable;

/**
 * A gradient of the loss summed over some rows, and their scores.
 *
 * @param gradient a stretch of it or all; as a step's result, overwritten by the next step
 */
record SummedGradient(float[] gradient, StepSums sums) implements Serializable {

  private record Packed(byte[] gradient, StepSums sums) implements Serializable {
    private Object readResolve() {
      return new SummedGradient(FloatBytes.numbers(gradient), sums);
    }
  }

  private Object writeReplace() {
    return new Packed(FloatBytes.of(gradient), sums);
  }

  /** The sum, in this one's array. */
  SummedGradient addInPlace(SummedGradient right) {
    Gradients.add(gradient, right.gradient, 0, gradient.length);
    return new SummedGradient(gradient, sums.plus(right.sums));
  }
}
