package io.sunrise.train;

import java.io.Serializable;

/** A model's flat parameters on their way to the executors. */
public record Parameters(float[] numbers) implements Serializable {

  private record Packed(Stretch numbers) implements Serializable {
    private Object readResolve() {
      return new Parameters(numbers.received());
    }
  }

  private Object writeReplace() {
    return new Packed(new Stretch(numbers, 0, numbers.length));
  }
}
