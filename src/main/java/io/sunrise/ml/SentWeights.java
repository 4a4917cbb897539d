package io.sunrise.ml;

import io.sunrise.train.gradient.FloatSlice;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** A model, and its parameters as they were sent to the executors of an application: once. */
final class SentWeights {
  private final Weights weights;
  private String application;
  private Broadcast<FloatSlice> parameters;

  SentWeights(Weights weights) {
    this.weights = weights;
  }

  Weights weights() {
    return weights;
  }

  synchronized Broadcast<FloatSlice> parameters(SparkSession spark) {
    String now = spark.sparkContext().applicationId();
    if (!now.equals(application)) {
      parameters = weights.broadcast(spark);
      application = now;
    }
    return parameters;
  }
}
