package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;

import io.sunrise.config.LabelSettings;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageCheck;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/**
 * Counts the labels before preprocess has run. As texts are not cleaned yet, there may be more rows
 * than are left later, and never fewer.
 */
record LabelCheck(LabelSettings settings, ReadLimits limits, long seed) {

  /** Refuses what the stage will certainly refuse. */
  void require(StageCheck check) {
    Map<Part, Map<String, Long>> rows = rows(check);
    Map<String, Long> toSplit = rows.getOrDefault(Part.TRAIN, Map.of());
    TreeSet<String> words = new TreeSet<>();
    rows.values().forEach(ofPart -> words.addAll(ofPart.keySet()));
    rows.remove(Part.TRAIN);
    TreeSet<String> tested = new TreeSet<>();
    rows.values().forEach(ofPart -> tested.addAll(ofPart.keySet()));
    Set<Part> given = rows.keySet();
    RareLabels rare = RareLabels.of(Labels.of(words), toSplit, settings, given);
    rare.refuse();
    rare.line().ifPresent(check::warn);
    SimilarLabels.warnings(List.copyOf(words)).forEach(check::warn);
    Labels learned = rare.learned(Labels.of(words), tested);
    check.labels(learned.words());
    check.note(
        String.format(
            Locale.ROOT,
            "labels: %,d, rows: %,d",
            learned.words().size(),
            toSplit.values().stream().mapToLong(Long::longValue).sum()));
  }

  /** The different texts of each label, by part. */
  private Map<Part, Map<String, Long>> rows(StageCheck check) {
    Map<Part, Map<String, Long>> rows = new EnumMap<>(Part.class);
    try (LabelledInput input =
        LabelledInput.read(
            settings, limits, seed, check.spark(), (title, reading) -> reading.get())) {
      input.requireFewRejected(limits, Optional.empty());
      for (Row row :
          input
              .rows()
              .groupBy(Split.PART, SourceRows.LABEL_WORD)
              .agg(countDistinct(col(Schemas.TEXT)))
              .limit(Part.values().length * (Labels.MAX_LABELS + 1))
              .collectAsList()) {
        rows.computeIfAbsent(Part.valueOf(row.getString(0)), part -> new TreeMap<>())
            .put(row.getString(1), row.getLong(2));
      }
    }
    return rows;
  }
}
