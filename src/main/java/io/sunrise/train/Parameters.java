package io.sunrise.train;

import java.io.Serializable;

/** A model's flat parameters on their way to the executors. */
record Parameters(float[] numbers) implements Serializable {

  private record Packed(byte[] bytes) implements Serializable {
    private Object readResolve() {
      return new Parameters(FloatBytes.numbers(bytes));
    }
  }

  private Object writeReplace() {
    return new Packed(FloatBytes.of(numbers));
  }
}
