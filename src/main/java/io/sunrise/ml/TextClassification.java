package io.sunrise.ml;

import io.sunrise.data.TokenRows;
import io.sunrise.inference.Chunks;
import io.sunrise.inference.Probabilities;
import io.sunrise.nn.Networks;
import io.sunrise.nn.SequenceClassifier;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.train.gradient.FloatSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Computes what a classifier says about each text.
 *
 * @param filled which of the four columns are asked for, in their order
 */
record TextClassification(
    Networks networks,
    TextEncoder encoder,
    Classes classes,
    boolean[] filled,
    Broadcast<FloatSlice> parameters)
    implements TextColumns.Factory {
  /** [CLS] and [SEP] alone. */
  private static final int NO_TEXT = 2;

  private static List<String> names(HasPredictionCols<?> params) {
    return List.of(
        params.getRawPredictionCol(),
        params.getProbabilityCol(),
        params.getPredictionCol(),
        params.getPredictedLabelCol());
  }

  static boolean[] filled(HasPredictionCols<?> params) {
    boolean[] filled = new boolean[names(params).size()];
    for (int i = 0; i < filled.length; i++) {
      filled[i] = !names(params).get(i).isEmpty();
    }
    return filled;
  }

  /** The columns that it fills. */
  static List<StructField> columns(HasPredictionCols<?> params) {
    List<DataType> types =
        List.of(
            SQLDataTypes.VectorType(),
            SQLDataTypes.VectorType(),
            DataTypes.DoubleType,
            DataTypes.StringType);
    List<StructField> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      if (!names(params).get(i).isEmpty()) {
        columns.add(new StructField(names(params).get(i), types.get(i), true, Metadata.empty()));
      }
    }
    return columns;
  }

  @Override
  public TextColumns.Computation get() {
    SequenceClassifier classifier = (SequenceClassifier) networks.create();
    return texts -> {
      TokenRows tokens = Weights.rows(texts, encoder);
      float[] logits =
          Chunks.compute(
              tokens,
              networks.objective().model(),
              batch -> classifier.logits(parameters.value().array(), batch));
      List<Object[]> rows = new ArrayList<>();
      for (int row = 0; row < texts.size(); row++) {
        boolean isText = tokens.tokens(row, row + 1) > NO_TEXT;
        rows.add(isText ? values(logits, row) : null);
      }
      return rows;
    };
  }

  private Object[] values(float[] logits, int row) {
    int count = classes.words().size();
    double[] raw = new double[count];
    for (int c = 0; c < count; c++) {
      raw[c] = logits[row * count + c];
    }
    double[] probabilities = Probabilities.of(logits, row * count, count);
    int highest = Probabilities.highest(probabilities);
    Object[] all = {
      Vectors.dense(classes.spread(raw, Arrays.stream(raw).min().orElse(0))),
      Vectors.dense(classes.spread(probabilities, 0)),
      (double) classes.indices()[highest],
      classes.words().get(highest)
    };
    List<Object> asked = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (filled[i]) {
        asked.add(all[i]);
      }
    }
    return asked.toArray();
  }
}
