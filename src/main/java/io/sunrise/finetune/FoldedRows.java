package io.sunrise.finetune;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.CrossValidateSettings;
import io.sunrise.data.HashSample;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.finetune.FoldParts.Part;
import io.sunrise.finetune.RunRows.Ranked;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * The train and validation rows of the label stage as one pile, ranked within each label by a hash
 * of (seed, id).
 *
 * @param rows with an index that is unique in the pile, and {@link #RANK}
 * @param rowsOfLabel how many rows each label has
 * @param maxTokens of a text that are read
 */
record FoldedRows(
    Dataset<Row> rows,
    List<Long> rowsOfLabel,
    List<String> labels,
    int maxTokens,
    CrossValidateSettings settings)
    implements AutoCloseable {
  private static final String RANK = "rank";

  static FoldedRows of(LabelledRows labelled, CrossValidateSettings settings, long seed) {
    Dataset<Row> pile = indexed(labelled.train(), 0).unionByName(indexed(labelled.validation(), 1));
    long key = CounterRandom.key(seed, "cross-validation folds");
    Column rank =
        row_number()
            .over(
                Window.partitionBy(Schemas.LABEL)
                    .orderBy(
                        HashSample.hash(key, List.of(Schemas.ID)),
                        col(Schemas.ID),
                        col(Schemas.INDEX)));
    Dataset<Row> rows = pile.withColumn(RANK, rank.minus(1).cast("long")).cache();
    long[] counts = new long[labelled.classes()];
    for (Row count : rows.groupBy(Schemas.LABEL).count().collectAsList()) {
      counts[count.getInt(0)] = count.getLong(1);
    }
    FoldedRows folded =
        new FoldedRows(
            rows,
            LongStream.of(counts).boxed().toList(),
            labelled.labels(),
            labelled.maxTokens(),
            settings);
    folded.refuseTooManyFolds();
    settings.labelCountsOrAll().forEach(folded::refuseUnlessPossible);
    return folded;
  }

  /** Even indices for one part and odd ones for the other, as each counts from 0. */
  private static Dataset<Row> indexed(Dataset<Row> part, int offset) {
    return part.select(
        col(Schemas.INDEX).multiply(2).plus(lit(offset)).as(Schemas.INDEX),
        col(Schemas.ID),
        col(Schemas.TEXT),
        col(Schemas.LABEL),
        col(Schemas.WEIGHT),
        col(Schemas.TOKENS));
  }

  private void refuseTooManyFolds() {
    for (int label = 0; label < labels.size(); label++) {
      if (rowsOfLabel.get(label) < settings.folds()) {
        throw SunriseException.of(
            "cross-validate.folds = %d: the label \"%s\" has %d rows in train and validation,"
                + " expected at least one for each fold; take fewer folds or label more rows",
            settings.folds(), labels.get(label), rowsOfLabel.get(label));
      }
    }
  }

  private void refuseUnlessPossible(int labelCount) {
    long all = rowsOfLabel.stream().mapToLong(Long::longValue).sum();
    long others = all - (all + settings.folds() - 1) / settings.folds();
    if (labelCount > others) {
      throw SunriseException.of(
          "cross-validate.label-counts = %d: %d rows in %d folds leave %d to learn from while one"
              + " fold is held out; take at most that, or 0 for all",
          labelCount, all, settings.folds(), others);
    }
    for (int fold = 0; fold < settings.folds(); fold++) {
      FoldParts parts = parts(fold, labelCount);
      int[] places = IntStream.range(0, labels.size()).toArray();
      long validation = Arrays.stream(places).mapToLong(parts::validation).sum();
      boolean allLearned = Arrays.stream(places).allMatch(label -> parts.learned(label) > 0);
      if (validation == 0 || !allLearned) {
        throw SunriseException.of(
            "cross-validate.label-counts = %d: expected at least one row of each of %d labels to"
                + " learn from and one row to validate on (validation-share %s), found %d to"
                + " validate on; take more rows",
            labelCount, labels.size(), settings.validationShare(), validation);
      }
    }
  }

  FoldParts parts(int fold, int labelCount) {
    return FoldParts.of(
        settings.folds(), fold, settings.validationShare(), rowsOfLabel, labelCount);
  }

  /** All rows, each with its rank. */
  JavaRDD<Ranked> ranked() {
    return rows.select(Schemas.INDEX, Schemas.LABEL, Schemas.WEIGHT, Schemas.TOKENS, RANK)
        .javaRDD()
        .map(
            row ->
                new Ranked(
                    new TokenRow(
                        row.getLong(0), row.getInt(1), row.getFloat(2), Schemas.ids(row, 3)),
                    row.getLong(4)));
  }

  /** The rows of one fold as the label stage would have split them, the fold as the test part. */
  LabelledRows split(FoldParts parts) {
    return new LabelledRows(
        part(parts, Part.LEARNED),
        part(parts, Part.VALIDATION),
        part(parts, Part.HELD_OUT),
        labels,
        maxTokens);
  }

  private Dataset<Row> part(FoldParts parts, Part part) {
    FilterFunction<Row> chosen =
        row -> parts.of(row.<Integer>getAs(Schemas.LABEL), row.<Long>getAs(RANK)) == part;
    return rows.filter(chosen);
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
