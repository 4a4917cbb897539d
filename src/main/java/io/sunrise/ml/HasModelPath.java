package io.sunrise.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The folder of a model. */
public interface HasModelPath<S> extends Params {
  default Param<String> modelPath() {
    return new Param<>(
        this,
        "modelPath",
        "a folder with a model: one that Sunrise wrote (pretrain/ or finetune/ of a workspace), or a"
            + " downloaded BERT, on any Hadoop file system");
  }

  default String getModelPath() {
    return getOrDefault(modelPath());
  }

  default S setModelPath(String value) {
    return Fluent.set(this, modelPath(), value);
  }
}
