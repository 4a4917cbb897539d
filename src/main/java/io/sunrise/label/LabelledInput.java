package io.sunrise.label;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.when;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.RejectedShare;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageRun;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of all labelled sources, with the part that each is meant for. */
final class LabelledInput implements AutoCloseable {
  /** By the part that the sources are meant for; the others are taken from {@code TRAIN}. */
  private final Map<Part, SourceRows> read = new EnumMap<>(Part.class);

  private LabelledInput() {}

  /** Shows the reading of sources as a step, or not. */
  interface Step {
    SourceRows run(String title, Supplier<SourceRows> reading);
  }

  /**
   * @param seed of generated texts, which differ by part
   */
  static LabelledInput read(
      LabelSettings settings, ReadLimits limits, long seed, SparkSession spark, Step step) {
    LabelledInput input = new LabelledInput();
    try {
      sources(settings)
          .forEach(
              (part, labelled) -> {
                String title = part == Part.TRAIN ? "" : part.folder() + " ";
                long own = part == Part.TRAIN ? seed : CounterRandom.key(seed, part.folder());
                List<Source> sources = labelled.stream().map(Source::ofLabelled).toList();
                input.read.put(
                    part,
                    step.run(
                        "reading " + title + "sources",
                        () -> SourceRows.read(spark, sources, own, limits)));
              });
      input.requireKnownParts();
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
    return input;
  }

  /** The sources by part; only TRAIN is always there. */
  static Map<Part, List<LabelledSource>> sources(LabelSettings settings) {
    Map<Part, List<LabelledSource>> sources = new EnumMap<>(Part.class);
    sources.put(Part.TRAIN, settings.sources());
    sources.put(Part.VALIDATION, settings.validationSources());
    sources.put(Part.TEST, settings.testSources());
    sources.values().removeIf(List::isEmpty);
    return sources;
  }

  private void requireKnownParts() {
    Column known = lit(false);
    for (Part part : Part.values()) {
      known = known.or(isSpelled(part));
    }
    for (SourceRows rows : read.values()) {
      Dataset<Row> unknown =
          rows.kept().filter(col(SourceRows.SPLIT).isNotNull().and(known.unary_$bang()));
      for (Row row :
          unknown
              .select(Schemas.SOURCE, SourceRows.SPLIT, Schemas.PATH)
              .orderBy(Schemas.PATH, Schemas.POSITION)
              .takeAsList(1)) {
        throw SunriseException.of(
            "%s: a row of %s is in the part \"%s\"; expected train, validation (val, valid, dev) or"
                + " test, check split-field",
            row.getString(0), row.getString(2), row.getString(1));
      }
    }
  }

  private static Column isSpelled(Part part) {
    return lower(col(SourceRows.SPLIT)).isInCollection(part.spellings());
  }

  /** Source, text, label, {@link Split#PART} and weight of the usable rows. */
  Dataset<Row> rows() {
    return read.entrySet().stream()
        .map(
            each -> {
              Column part = lit(each.getKey().name());
              for (Part named : Part.values()) {
                part = when(isSpelled(named), named.name()).otherwise(part);
              }
              return each.getValue()
                  .kept()
                  .select(
                      col(Schemas.SOURCE),
                      col(Schemas.TEXT),
                      col(SourceRows.LABEL_WORD),
                      part.as(Split.PART),
                      coalesce(col(SourceRows.WEIGHT).cast("float"), lit(1f)).as(Schemas.WEIGHT));
            })
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** Counts the rows, and writes and counts the rejected ones. */
  void reportRejected(StageRun run) {
    long rejected = read.values().stream().mapToLong(SourceRows::rejectedRows).sum();
    run.count("read", rejected + read.values().stream().mapToLong(SourceRows::keptRows).sum());
    run.count("rejected", rejected);
    for (SourceRows rows : read.values()) {
      rows.tallies()
          .forEach(
              tally -> tally.reason().ifPresent(r -> run.count("rejected." + r, tally.rows())));
    }
    OrderedParquet.writeRejected(
        read.values().stream().map(SourceRows::rejected).reduce(Dataset::union).orElseThrow(),
        rejected,
        run.output("rejected"));
  }

  /**
   * @param folder of the rejected rows; empty if they are not kept
   */
  void requireFewRejected(ReadLimits limits, Optional<String> folder) {
    read.values().forEach(rows -> RejectedShare.require(rows, limits, folder));
  }

  @Override
  public void close() {
    read.values().forEach(SourceRows::close);
  }
}
