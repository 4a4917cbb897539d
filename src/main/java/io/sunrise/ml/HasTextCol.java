package io.sunrise.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** The column that holds the texts. */
public interface HasTextCol<S> extends Params {
  default Param<String> textCol() {
    return new Param<>(this, "textCol", "the column of texts; a null text is a row without any");
  }

  default String getTextCol() {
    return getOrDefault(textCol());
  }

  default S setTextCol(String value) {
    return Fluent.set(this, textCol(), value);
  }
}
