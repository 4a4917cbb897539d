package io.sunrise.metric;

import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Computes the metrics of scored rows, the area under the curve with MLlib's evaluator. */
public final class Evaluation {
  public static final String LABEL = "label";
  public static final String PREDICTION = "prediction";

  /** The probability of class 1; only read if there are two classes. */
  public static final String SCORE = "score";

  /** The columns that {@link #of} reads; others are ignored. */
  public static final StructType SCORED =
      new StructType(new StructField[] {number(LABEL), number(PREDICTION), number(SCORE)});

  private Evaluation() {}

  /**
   * Computes the metrics of at least one row.
   *
   * @param scored rows with the columns of {@link #SCORED}
   * @param classes the number of classes of the model, at least 2
   */
  public static Metrics of(Dataset<Row> scored, int classes) {
    // One ordered partition: a sum of doubles over several would depend on how rows are spread.
    // The shuffle before it leaves the scoring itself in as many tasks as there are.
    Dataset<Row> rows =
        scored
            .select(LABEL, PREDICTION, SCORE)
            .repartition(1)
            .sortWithinPartitions(SCORE, LABEL, PREDICTION)
            .cache();
    try {
      List<Confusion> confusions =
          rows
              .groupBy(LABEL, PREDICTION)
              .count()
              .orderBy(LABEL, PREDICTION)
              .collectAsList()
              .stream()
              .map(
                  cell ->
                      new Confusion(
                          (int) cell.getDouble(0), (int) cell.getDouble(1), cell.getLong(2)))
              .toList();
      boolean binary =
          classes == 2 && confusions.stream().map(Confusion::label).distinct().count() == 2;
      return Metrics.of(
          confusions, binary ? OptionalDouble.of(areaUnderRoc(rows)) : OptionalDouble.empty());
    } finally {
      rows.unpersist();
    }
  }

  private static double areaUnderRoc(Dataset<Row> rows) {
    // MLlib's default of 1000 bins would only approximate the curve.
    return new BinaryClassificationEvaluator()
        .setLabelCol(LABEL)
        .setRawPredictionCol(SCORE)
        .setMetricName("areaUnderROC")
        .setNumBins(0)
        .evaluate(rows);
  }

  private static StructField number(String name) {
    return new StructField(name, DataTypes.DoubleType, false, Metadata.empty());
  }
}
