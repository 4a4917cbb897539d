package io.sunrise.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;

/**
 * The columns of a dataset that a classifier is fitted to. They are computed once, as a dataset may
 * be costly or random, and are on the executors' disks until this is closed.
 *
 * @param text a row's text; rows without are left out
 * @param weight how much each row counts; empty if all count the same
 * @param validation which rows are to validate on; empty if a share of them is
 */
record FitRows(
    Dataset<Row> rows,
    Column text,
    LabelColumn label,
    Optional<WeightColumn> weight,
    Optional<Column> validation)
    implements AutoCloseable {
  private static final String TEXT = "text";
  private static final String SPLIT = "split";
  private static final String WEIGHT = "weight";
  private static final String TRAIN = "train";

  static FitRows of(Dataset<?> dataset, SunriseTextClassifier params) {
    Optional<String> indicator = name(params, params.validationIndicatorCol());
    Optional<String> weight = name(params, params.weightCol());
    Set<String> names = new LinkedHashSet<>(List.of(params.getTextCol()));
    names.add(params.getLabelCol());
    indicator.ifPresent(names::add);
    weight.ifPresent(names::add);
    Dataset<Row> rows =
        dataset
            .select(names.stream().map(FitRows::column).toArray(Column[]::new))
            .persist(StorageLevel.DISK_ONLY());
    return new FitRows(
        rows,
        column(params.getTextCol()),
        LabelColumn.of(rows.schema(), params.getLabelCol()),
        weight.map(name -> WeightColumn.of(rows.schema(), name)),
        indicator.map(FitRows::column));
  }

  private static Optional<String> name(SunriseTextClassifier params, Param<String> param) {
    return params.isDefined(param) ? Optional.of(params.getOrDefault(param)) : Optional.empty();
  }

  /** Refuses numbers that are not labels, or not weights. */
  void requireNumbers() {
    label.require(rows);
    weight.ifPresent(column -> column.require(rows));
  }

  private static Column column(String name) {
    return col(LabelColumn.quoted(name));
  }

  /** Writes the texts, with and without a label; the source that reads them. */
  String texts(FitWorkspace fit) {
    return fit.source("texts", rows.filter(text.isNotNull()).select(text.as(TEXT)), "");
  }

  /**
   * Writes the labelled texts; the source that reads them. Finetune measures on a test part, which
   * nobody asked for here: one text is in it. If none is in validation, a share of train goes
   * there.
   */
  String labelled(FitWorkspace fit) {
    Column part =
        validation.map(is -> when(is, "validation").otherwise(TRAIN)).orElseGet(() -> lit(TRAIN));
    Dataset<Row> labelled =
        rows.filter(text.isNotNull().and(label.isThere()))
            .select(
                text.as(TEXT),
                label.words().as("label"),
                part.as(SPLIT),
                weight.map(WeightColumn::column).orElse(lit(1)).as(WEIGHT));
    Column isTrain = col(SPLIT).equalTo(TRAIN);
    Column hash = sha2(col(TEXT).cast(DataTypes.BinaryType), 256);
    String lowest = labelled.filter(isTrain).agg(min(hash)).first().getString(0);
    Column withTest = when(isTrain.and(hash.equalTo(lowest)), "test").otherwise(col(SPLIT));
    return fit.source(
        "labelled",
        labelled.withColumn(SPLIT, withTest),
        ", split-field=" + SPLIT + ", weight-field=" + WEIGHT);
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
