package io.sunrise.finetune;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;

import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Classification;
import io.sunrise.nn.LossOptions;
import io.sunrise.train.gradient.RowSource;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The labelled rows and those of the corpus that a teacher labelled, to learn from together: each
 * with probabilities of the classes. The labelled ones come first in the order of indices.
 *
 * @param classes of the classifier
 * @param loss of labelled rows; class weights and label smoothing become the rows' own
 * @param labelledIndices one more than the largest index of a labelled row
 */
record TaughtRows(int classes, LossOptions loss, long labelledIndices) implements Serializable {
  /**
   * How much a labelled row counts beside one that a teacher labelled. Accuracy of tiny in percent,
   * mean of two folds of film verdicts, with 5,680 labels: 79.7 with 2 and 79.4 with 5; 79.4, 79.3
   * and 78.9 where each labelled row stands 2, 5 and 10 times among the others; 78.4 where the
   * labelled rows are learned from after the others, and 78.5 by the others alone.
   */
  static final float LABELLED_WEIGHT = 2;

  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.INDEX, DataTypes.LongType, false)
          .add(Schemas.LABEL, DataTypes.IntegerType, false)
          .add(Schemas.WEIGHT, DataTypes.FloatType, false)
          .add(Schemas.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add(Schemas.PROBABILITIES, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** On the executors. */
  static Dataset<Row> of(Classification classifier, Dataset<Row> labelled, Dataset<Row> soft) {
    long indices = 1 + labelled.agg(max(col(Schemas.INDEX))).head().getLong(0);
    TaughtRows both = new TaughtRows(classifier.classes(), classifier.loss(), indices);
    JavaRDD<TokenRow> rows =
        RowSource.tokenRows(labelled)
            .map(both::labelled)
            .union(RowSource.tokenRows(soft).map(both::soft));
    return labelled.sparkSession().createDataFrame(rows.map(TaughtRows::row), SCHEMA);
  }

  private static Row row(TokenRow row) {
    return RowFactory.create(
        row.index(), row.label(), row.weight(), row.tokens(), row.probabilities());
  }

  /**
   * In memory.
   *
   * @param labelled in order of index
   * @param soft in order of index
   */
  static TokenRows of(Classification classifier, TokenRows labelled, TokenRows soft) {
    long indices = 1 + labelled.index(labelled.size() - 1);
    TaughtRows both = new TaughtRows(classifier.classes(), classifier.loss(), indices);
    TokenRows.Builder rows = new TokenRows.Builder();
    for (int i = 0; i < labelled.size(); i++) {
      rows.add(both.labelled(labelled.row(i)));
    }
    for (int i = 0; i < soft.size(); i++) {
      rows.add(both.soft(soft.row(i)));
    }
    return rows.build();
  }

  private TokenRow labelled(TokenRow row) {
    float[] probabilities = new float[classes];
    double even = loss.labelSmoothing() / classes;
    Arrays.fill(probabilities, (float) even);
    probabilities[row.label()] = (float) (1 - loss.labelSmoothing() + even);
    float weight = (float) (LABELLED_WEIGHT * row.weight() * loss.weight(row.label()));
    return new TokenRow(row.index(), row.label(), weight, row.tokens(), probabilities);
  }

  private TokenRow soft(TokenRow row) {
    return new TokenRow(
        labelledIndices + row.index(), row.label(), 1f, row.tokens(), row.probabilities());
  }
}
