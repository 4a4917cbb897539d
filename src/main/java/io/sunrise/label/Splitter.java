package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.sunrise.CounterRandom;
import io.sunrise.config.LabelSettings;
import io.sunrise.data.HashSample;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageRun;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;

/**
 * Splits labelled texts into parts. Within each label rows are ranked by a hash of (seed, id), and
 * consecutive ranks form a part: shares are exact up to rounding and do not depend on the
 * partitioning.
 */
final class Splitter {
  private static final String RANK = "rank";
  private static final String OF = "of";
  private static final String PLACE = "place";
  private static final String LAST = "last";

  private final LabelSettings settings;
  private final long sampleSeed;
  private final long splitSeed;
  private final StageRun run;

  Splitter(LabelSettings settings, long seed, StageRun run) {
    this.settings = settings;
    // Two keys, so that the rows of a small sample are not all in the same part.
    this.sampleSeed = CounterRandom.key(seed, "label sample");
    this.splitSeed = CounterRandom.key(seed, "label split");
    this.run = run;
  }

  /**
   * Splits the texts of the train part, unless there are texts of all parts. A text that is in
   * several parts stays in the last of them.
   */
  Split split(LabelledTexts texts) {
    Dataset<Row> rows = texts.rows();
    Set<Part> given = parts(rows);
    Dataset<Row> inOnePart = given.size() > 1 ? inLastPart(rows) : rows;
    Column toSplit = col(Split.PART).equalTo(Part.TRAIN.name());
    Dataset<Row> divided = sample(inOnePart.filter(toSplit));
    Dataset<Row> others = inOnePart.filter(toSplit.unary_$bang());
    Labels labels = Labels.of(texts);
    RareLabels rare = rare(divided, labels, given);
    double test = given.contains(Part.TEST) ? 0 : settings.testShare();
    double validation = given.contains(Part.VALIDATION) ? 0 : settings.validationShare();
    return Split.of(
        split(divided, rare, test, validation).unionByName(others),
        rare.learned(labels, Set.copyOf(Labels.words(others))));
  }

  /** Reports the labels with too few rows, or refuses them. */
  private RareLabels rare(Dataset<Row> rows, Labels labels, Set<Part> given) {
    Map<String, Long> counts = new HashMap<>();
    for (Row row : rows.groupBy(SourceRows.LABEL_WORD).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    RareLabels rare = RareLabels.of(labels, counts, settings, given);
    rare.refuse();
    rare.line().ifPresent(line -> run.console().line("  " + line));
    run.value("rareLabels", rare.rows());
    run.count("dropped.label with too few rows", rare.droppedRows());
    return rare;
  }

  private static Set<Part> parts(Dataset<Row> rows) {
    Set<Part> parts = EnumSet.noneOf(Part.class);
    rows.select(Split.PART)
        .distinct()
        .as(Encoders.STRING())
        .collectAsList()
        .forEach(part -> parts.add(Part.valueOf(part)));
    return parts;
  }

  private Dataset<Row> inLastPart(Dataset<Row> rows) {
    List<Part> parts = List.of(Part.values());
    Column place = lit(0);
    for (int i = 0; i < parts.size(); i++) {
      place = when(col(Split.PART).equalTo(parts.get(i).name()), i).otherwise(place);
    }
    Dataset<Row> placed =
        rows.withColumn(PLACE, place)
            .withColumn(LAST, max(PLACE).over(Window.partitionBy(LabelledTexts.HASH)));
    Dataset<Row> others = placed.filter(col(PLACE).lt(col(LAST)));
    for (Row row : others.groupBy(LAST).count().orderBy(LAST).collectAsList()) {
      String part = parts.get(row.getInt(0)).folder();
      run.count("dropped.also in the " + part + " part", row.getLong(1));
      run.console()
          .line(
              "  "
                  + row.getLong(1)
                  + " rows are also in the "
                  + part
                  + " part and stay only there");
    }
    return placed.filter(col(PLACE).equalTo(col(LAST))).drop(PLACE, LAST);
  }

  private Dataset<Row> sample(Dataset<Row> rows) {
    return HashSample.keep(rows, settings.maxRows(), sampleSeed, List.of(Schemas.ID), List.of());
  }

  private Dataset<Row> split(
      Dataset<Row> rows, RareLabels rare, double testShare, double validationShare) {
    WindowSpec label = Window.partitionBy(SourceRows.LABEL_WORD);
    Column rank =
        row_number()
            .over(label.orderBy(HashSample.hash(splitSeed, List.of(Schemas.ID)), col(Schemas.ID)));
    Column test = round(col(OF).multiply(testShare));
    Column validation = round(col(OF).multiply(validationShare));
    Column part =
        when(col(SourceRows.LABEL_WORD).isInCollection(rare.words()), Part.TRAIN.name())
            .when(col(RANK).leq(test), Part.TEST.name())
            .when(col(RANK).leq(test.plus(validation)), Part.VALIDATION.name())
            .otherwise(Part.TRAIN.name());
    return rows.withColumn(RANK, rank)
        .withColumn(OF, count(lit(1)).over(label))
        .withColumn(Split.PART, part)
        .drop(RANK, OF);
  }
}
