package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageCheck;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Counts the labels before preprocess has run. As texts are not cleaned yet, there may be more rows
 * than are left later, and never fewer.
 */
record LabelCheck(LabelSettings settings, ReadLimits limits, long seed) {

  /** Refuses what the stage will certainly refuse. */
  void require(StageCheck check) {
    Map<Part, Map<String, Long>> counts = new EnumMap<>(Part.class);
    LabelledInput.sources(settings).forEach((part, sources) -> count(part, sources, check, counts));
    Map<String, Long> rows = counts.getOrDefault(Part.TRAIN, Map.of());
    Set<Part> given = EnumSet.copyOf(counts.keySet());
    given.remove(Part.TRAIN);
    TreeSet<String> ofGiven = new TreeSet<>();
    given.forEach(part -> ofGiven.addAll(counts.get(part).keySet()));
    TreeSet<String> words = new TreeSet<>(rows.keySet());
    words.addAll(ofGiven);
    RareLabels rare = RareLabels.of(Labels.of(words), rows, settings, given);
    rare.refuse();
    rare.line().ifPresent(check::warn);
    Labels learned = rare.learned(Labels.of(words), ofGiven);
    check.labels(learned.words());
    check.note(
        String.format(
            Locale.ROOT,
            "labels: %,d, rows: %,d",
            learned.words().size(),
            rows.values().stream().mapToLong(Long::longValue).sum()));
  }

  /** Adds the different texts of each part and label. */
  private void count(
      Part meant,
      List<LabelledSource> sources,
      StageCheck check,
      Map<Part, Map<String, Long>> counts) {
    try (SourceRows read =
        SourceRows.read(
            check.spark(), sources.stream().map(Source::ofLabelled).toList(), seed, limits)) {
      for (Row row :
          LabelledInput.rows(meant, read)
              .groupBy(Split.PART, SourceRows.LABEL_WORD)
              .agg(countDistinct(col(Schemas.TEXT)))
              .limit(Part.values().length * (Labels.MAX_LABELS + 1))
              .collectAsList()) {
        counts
            .computeIfAbsent(Part.valueOf(row.getString(0)), part -> new HashMap<>())
            .merge(row.getString(1), row.getLong(2), Long::sum);
      }
    }
  }
}
