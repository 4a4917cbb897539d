package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;

import io.sunrise.SunriseException;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.data.Schemas;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Documents on their way through steps that drop some; on the executors' disks until this is
 * closed, where the texts of one step give way to those of the next unless the dropped ones are
 * wanted too. Every step is held to account: what came in is dropped for a reason or goes on.
 */
final class Screening implements AutoCloseable {
  static final StructType SCREENED =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType, false)
          .add(Schemas.TEXT, DataTypes.StringType, false)
          .add(Schemas.REASON, DataTypes.StringType, true);

  private final List<Dataset<Row>> results = new ArrayList<>();
  private final Map<String, Long> dropped = new LinkedHashMap<>();
  private final long documents;
  private final boolean keepDropped;
  private Dataset<Row> kept;
  private long keptDocuments;

  private Screening(Dataset<Row> texts, long documents, boolean keepDropped) {
    this.kept = texts;
    this.documents = documents;
    this.keptDocuments = documents;
    this.keepDropped = keepDropped;
  }

  /**
   * Takes documents through the steps.
   *
   * @param documents as many as collect counted
   */
  static Screening of(
      Dataset<Row> documents, List<DocumentStep> steps, PreprocessSettings settings, StageRun run) {
    Screening screening =
        new Screening(
            documents.select(Schemas.ID, Schemas.TEXT),
            run.inputManifest("collect").counts().get("documents"),
            settings.keepDropped());
    try {
      for (DocumentStep step : steps) {
        try (step) {
          SparkStep.run(run, step.title(), () -> screening.add(step));
        }
      }
      screening.requireSome();
      return screening;
    } catch (RuntimeException e) {
      screening.close();
      throw e;
    }
  }

  private long add(DocumentStep step) {
    Dataset<Row> result = step.apply(kept).persist(StorageLevel.DISK_ONLY());
    results.add(result);
    Map<String, Long> counts = new LinkedHashMap<>();
    step.reasons().forEach(reason -> counts.put(reason, 0L));
    long rows = 0;
    long goesOn = 0;
    for (Row row : result.groupBy(Schemas.REASON).count().collectAsList()) {
      rows += row.getLong(1);
      if (row.isNullAt(0)) {
        goesOn = row.getLong(1);
      } else if (counts.replace(row.getString(0), row.getLong(1)) == null) {
        throw new IllegalStateException(step.title() + " gave the reason " + row.getString(0));
      }
    }
    requireNothingLost(step, keptDocuments, rows);
    dropped.putAll(counts);
    keptDocuments = goesOn;
    kept = result.filter(col(Schemas.REASON).isNull()).drop(Schemas.REASON);
    while (results.size() > 1 && !keepDropped) {
      results.remove(0).unpersist();
    }
    return rows;
  }

  private static void requireNothingLost(DocumentStep step, long before, long after) {
    if (before != after) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "documents were lost: %s was given %d and gave back %d",
              step.title(),
              before,
              after));
    }
  }

  private void requireSome() {
    if (documents == 0) {
      throw new SunriseException("collect left no document; run collect on a source that has some");
    }
    if (keptDocuments == 0) {
      Map<String, Long> reasons = new LinkedHashMap<>(dropped);
      reasons.values().removeIf(count -> count == 0);
      throw SunriseException.of(
          "none of the %d documents is left (dropped: %s); loosen preprocess.filters or collect"
              + " other text",
          documents, reasons.toString().replaceAll("[{}]", ""));
    }
  }

  /** Id and text of each document that was kept. */
  Dataset<Row> kept() {
    return kept;
  }

  /**
   * All dropped documents, of {@link #SCREENED}, with the text as the step that dropped them saw
   * it; there only with {@code keep-dropped}.
   */
  Dataset<Row> dropped() {
    return results.stream()
        .map(result -> result.filter(col(Schemas.REASON).isNotNull()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** How many documents came in. */
  long documents() {
    return documents;
  }

  /** How many were dropped for each reason, zeros among them. */
  Map<String, Long> droppedByReason() {
    return dropped;
  }

  @Override
  public void close() {
    results.forEach(Dataset::unpersist);
  }
}
