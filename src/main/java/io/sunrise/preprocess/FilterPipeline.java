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
 * Runs documents through steps that drop some of them. The result is on the executors' disks until
 * this is closed; it replaces that of the previous step, unless dropped documents are kept. Checks
 * that every step either keeps a document or gives a reason for dropping it.
 */
final class FilterPipeline implements AutoCloseable {
  static final StructType SCHEMA =
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

  private FilterPipeline(Dataset<Row> texts, long documents, boolean keepDropped) {
    this.kept = texts;
    this.documents = documents;
    this.keptDocuments = documents;
    this.keepDropped = keepDropped;
  }

  /**
   * Runs documents through the steps.
   *
   * @param documents the documents that collect counted
   */
  static FilterPipeline of(
      Dataset<Row> documents, List<DocumentStep> steps, PreprocessSettings settings, StageRun run) {
    FilterPipeline pipeline =
        new FilterPipeline(
            documents.select(Schemas.ID, Schemas.TEXT),
            run.inputManifest("collect").counts().get("documents"),
            settings.keepDropped());
    try {
      for (DocumentStep step : steps) {
        try (step) {
          SparkStep.run(run, step.title(), () -> pipeline.add(step));
        }
      }
      pipeline.requireSome();
      return pipeline;
    } catch (RuntimeException e) {
      pipeline.close();
      throw e;
    }
  }

  private long add(DocumentStep step) {
    Dataset<Row> result = step.apply(kept).persist(StorageLevel.DISK_ONLY());
    results.add(result);
    Map<String, Long> counts = new LinkedHashMap<>();
    step.reasons().forEach(reason -> counts.put(reason, 0L));
    long rows = 0;
    long keptRows = 0;
    for (Row row : result.groupBy(Schemas.REASON).count().collectAsList()) {
      rows += row.getLong(1);
      if (row.isNullAt(0)) {
        keptRows = row.getLong(1);
      } else if (counts.replace(row.getString(0), row.getLong(1)) == null) {
        throw new IllegalStateException(step.title() + " gave the reason " + row.getString(0));
      }
    }
    requireNothingLost(step, keptDocuments, rows);
    dropped.putAll(counts);
    keptDocuments = keptRows;
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
              "documents were lost: %s got %d and returned %d",
              step.title(),
              before,
              after));
    }
  }

  private void requireSome() {
    if (documents == 0) {
      throw new SunriseException(
          "collect wrote no document; run collect on a source that has some");
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
   * All dropped documents, of {@link #SCHEMA}, with the text as the dropping step received it; only
   * with {@code keep-dropped}.
   */
  Dataset<Row> dropped() {
    return results.stream()
        .map(result -> result.filter(col(Schemas.REASON).isNotNull()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** The number of input documents. */
  long documents() {
    return documents;
  }

  /** The number of dropped documents for each reason, including zeros. */
  Map<String, Long> droppedByReason() {
    return dropped;
  }

  @Override
  public void close() {
    results.forEach(Dataset::unpersist);
  }
}
