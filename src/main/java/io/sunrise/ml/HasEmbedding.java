package io.sunrise.ml;

import io.sunrise.nn.Pooling;
import java.util.Optional;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;

/** How texts become vectors. */
public interface HasEmbedding<S> extends HasTextCol<S>, HasBatchSize<S> {
  default Param<String> outputCol() {
    return new Param<>(this, "outputCol", "the column for the vectors, of the model's hidden size");
  }

  default Param<String> pooling() {
    return new Param<>(
        this,
        "pooling",
        "mean: the mean over a text's tokens; cls: the first token's vector; if it is not set: what"
            + " a folder of sentence-transformers says, else mean",
        ParamValidators.inArray(new String[] {"mean", "cls"}));
  }

  default BooleanParam normalize() {
    return new BooleanParam(this, "normalize", "whether the vectors are scaled to length 1");
  }

  default String getOutputCol() {
    return getOrDefault(outputCol());
  }

  default String getPooling() {
    return getOrDefault(pooling());
  }

  default boolean getNormalize() {
    return (Boolean) getOrDefault(normalize());
  }

  /** The pooling that is asked for. */
  default Optional<Pooling> poolingIfSet() {
    return isDefined(pooling())
        ? Optional.of(getPooling().equals("cls") ? Pooling.FIRST : Pooling.MEAN)
        : Optional.empty();
  }

  default S setOutputCol(String value) {
    return Fluent.set(this, outputCol(), value);
  }

  default S setPooling(String value) {
    return Fluent.set(this, pooling(), value);
  }

  default S setNormalize(boolean value) {
    return Fluent.set(this, normalize(), value);
  }
}
