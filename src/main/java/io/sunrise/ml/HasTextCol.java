package io.sunrise.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The column that holds the texts. */
public interface HasTextCol extends Params {
  default Param<String> textCol() {
    return new Param<>(this, "textCol", "the column of texts; a null text is a row without any");
  }

  default String getTextCol() {
    return getOrDefault(textCol());
  }
}
