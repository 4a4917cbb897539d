package io.sunrise.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Setters that return their object. */
final class Fluent {
  private Fluent() {}

  /**
   * Sets a parameter.
   *
   * @param <S> the type of the object, which its interfaces take as their argument
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <S, T> S set(Params object, Param<T> param, T value) {
    object.set(param, value);
    return (S) object;
  }
}
