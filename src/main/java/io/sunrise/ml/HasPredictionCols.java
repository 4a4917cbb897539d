package io.sunrise.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The columns that a classifier adds, named as MLlib's; an empty name leaves one out. */
public interface HasPredictionCols<S> extends Params {
  default Param<String> rawPredictionCol() {
    return new Param<>(this, "rawPredictionCol", "the column for the logits by class, a vector");
  }

  default Param<String> probabilityCol() {
    return new Param<>(this, "probabilityCol", "the column for the probabilities, a vector");
  }

  default Param<String> predictionCol() {
    return new Param<>(this, "predictionCol", "the column for the likeliest class, a double");
  }

  default Param<String> predictedLabelCol() {
    return new Param<>(this, "predictedLabelCol", "the column for the label word of that class");
  }

  default String getRawPredictionCol() {
    return getOrDefault(rawPredictionCol());
  }

  default String getProbabilityCol() {
    return getOrDefault(probabilityCol());
  }

  default String getPredictionCol() {
    return getOrDefault(predictionCol());
  }

  default String getPredictedLabelCol() {
    return getOrDefault(predictedLabelCol());
  }

  default S setRawPredictionCol(String value) {
    return Fluent.set(this, rawPredictionCol(), value);
  }

  default S setProbabilityCol(String value) {
    return Fluent.set(this, probabilityCol(), value);
  }

  default S setPredictionCol(String value) {
    return Fluent.set(this, predictionCol(), value);
  }

  default S setPredictedLabelCol(String value) {
    return Fluent.set(this, predictedLabelCol(), value);
  }
}
