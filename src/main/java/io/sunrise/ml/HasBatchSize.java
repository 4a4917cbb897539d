package io.sunrise.ml;

import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** How many texts a task computes at once. */
public interface HasBatchSize<S> extends Params {
  /** As many as {@code predict.micro-batch-rows}. */
  int DEFAULT_BATCH_SIZE = 64;

  default IntParam batchSize() {
    return new IntParam(
        this, "batchSize", "how many texts a task computes at once", ParamValidators.gtEq(1));
  }

  default int getBatchSize() {
    return (Integer) getOrDefault(batchSize());
  }

  default S setBatchSize(int value) {
    return Fluent.set(this, batchSize(), value);
  }
}
