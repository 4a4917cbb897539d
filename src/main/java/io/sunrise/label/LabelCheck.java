package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageCheck;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Counts the labels before preprocess has run. As texts are not cleaned yet, there may be more rows
 * than are left later, and never fewer.
 */
record LabelCheck(LabelSettings settings, ReadLimits limits, long seed) {

  /** Refuses what the stage will certainly refuse. */
  void require(StageCheck check) {
    Map<String, Long> rows = rowsByLabel(settings.sources(), check);
    Map<String, Long> testRows =
        settings.testSources().isEmpty() ? Map.of() : rowsByLabel(settings.testSources(), check);
    TreeSet<String> words = new TreeSet<>(rows.keySet());
    words.addAll(testRows.keySet());
    RareLabels rare = RareLabels.of(Labels.of(words), rows, settings);
    rare.refuse();
    rare.line().ifPresent(check::warn);
    Labels learned = rare.learned(Labels.of(words), testRows.keySet());
    check.labels(learned.words());
    check.note(
        String.format(
            Locale.ROOT,
            "labels: %,d, rows: %,d",
            learned.words().size(),
            rows.values().stream().mapToLong(Long::longValue).sum()));
  }

  /** The different texts of each label. */
  private Map<String, Long> rowsByLabel(List<LabelledSource> sources, StageCheck check) {
    try (SourceRows read =
        SourceRows.read(
            check.spark(), sources.stream().map(LabelStage::source).toList(), seed, limits)) {
      Map<String, Long> rows = new HashMap<>();
      for (Row row :
          read.kept()
              .groupBy(SourceRows.LABEL_WORD)
              .agg(countDistinct(col(Schemas.TEXT)))
              .limit(Labels.MAX_LABELS + 1)
              .collectAsList()) {
        rows.put(row.getString(0), row.getLong(1));
      }
      return rows;
    }
  }
}
