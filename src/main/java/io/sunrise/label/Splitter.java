package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.when;

import io.sunrise.CounterRandom;
import io.sunrise.config.LabelSettings;
import io.sunrise.data.HashSample;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageRun;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
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

  /** Splits the texts into all three parts. */
  Split split(LabelledTexts texts) {
    Dataset<Row> rows = sample(texts.rows());
    Labels labels = Labels.of(texts, null);
    RareLabels rare = rare(rows, labels);
    return Split.of(parts(rows, rare, settings.testShare()), rare.learned(labels, Set.of()));
  }

  /**
   * Splits the texts into train and validation, without the test texts, which are the test part.
   */
  Split split(LabelledTexts texts, LabelledTexts testTexts) {
    Dataset<Row> test = testTexts.rows();
    Dataset<Row> notInTest =
        texts.rows().join(test.select(LabelledTexts.HASH), hash(), "left_anti");
    long both = texts.rows().count() - notInTest.count();
    run.count("dropped.also in the test part", both);
    if (both > 0) {
      run.console()
          .line("  " + both + " rows are also in the test sources and are left out of training");
    }
    Dataset<Row> rows = sample(notInTest);
    Labels labels = Labels.of(texts, testTexts);
    RareLabels rare = rare(rows, labels);
    return Split.of(
        parts(rows, rare, 0).unionByName(test.withColumn(Split.PART, lit(Part.TEST.name()))),
        rare.learned(labels, Set.copyOf(Labels.words(test))));
  }

  /** Reports the labels with too few rows, or refuses them. */
  private RareLabels rare(Dataset<Row> rows, Labels labels) {
    Map<String, Long> counts = new HashMap<>();
    for (Row row : rows.groupBy(SourceRows.LABEL_WORD).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    RareLabels rare = RareLabels.of(labels, counts, settings);
    rare.refuse();
    rare.line().ifPresent(line -> run.console().line("  " + line));
    run.value("rareLabels", rare.rows());
    run.count("dropped.label with too few rows", rare.droppedRows());
    return rare;
  }

  private static scala.collection.Seq<String> hash() {
    return scala.collection.JavaConverters.asScalaBuffer(List.of(LabelledTexts.HASH)).toSeq();
  }

  private Dataset<Row> sample(Dataset<Row> rows) {
    return HashSample.keep(rows, settings.maxRows(), sampleSeed, List.of(Schemas.ID), List.of());
  }

  private Dataset<Row> parts(Dataset<Row> rows, RareLabels rare, double testShare) {
    WindowSpec label = Window.partitionBy(SourceRows.LABEL_WORD);
    Column rank =
        row_number()
            .over(label.orderBy(HashSample.hash(splitSeed, List.of(Schemas.ID)), col(Schemas.ID)));
    Column test = round(col(OF).multiply(testShare));
    Column validation = round(col(OF).multiply(settings.validationShare()));
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
