package io.sunrise.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.sunrise.SunriseException;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.data.DocumentIds;
import io.sunrise.data.HashSample;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Reads every source into {@code documents/}, and what cannot be used into {@code rejected/}. */
public final class CollectStage implements Stage {
  private final CollectSettings settings;
  private final long seed;

  public CollectStage(CollectSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "collect";
  }

  @Override
  public List<String> upstream() {
    return List.of();
  }

  @Override
  public List<String> externalInputs() {
    return settings.sources().stream().flatMap(source -> source.source().path().stream()).toList();
  }

  @Override
  public CollectSettings settings() {
    return settings;
  }

  @Override
  public void run(StageRun run) {
    if (settings.sources().isEmpty()) {
      throw new SunriseException(
          "collect.sources is empty; name at least one source, such as"
              + " collect.sources=[{type=text, path=\"corpus\"}]");
    }
    requireDistinctNames();
    try (SourceRows rows = read(run)) {
      CollectReport.of(rows.tallies()).show(run);
      long kept = SparkStep.run(run, "writing documents", () -> writeDocuments(rows, run));
      long rejected =
          OrderedParquet.writeRejected(
              rows.rejected(), rows.rejectedRows(), run.output("rejected"));
      account(rows, kept, rejected, run);
    }
  }

  /** Counts, licences and ids go by the name. */
  private void requireDistinctNames() {
    Set<String> names = new HashSet<>();
    for (CollectedSource source : settings.sources()) {
      if (!names.add(source.name())) {
        throw SunriseException.of(
            "collect.sources: two are named %s; give one of them a title, or leave it out",
            source.name());
      }
    }
  }

  private SourceRows read(StageRun run) {
    List<Source> sources = settings.sources().stream().map(Source::ofTexts).toList();
    AtomicReference<SourceRows> read = new AtomicReference<>();
    SparkStep.run(
        run,
        "reading " + sources(settings.sources()),
        () -> {
          read.set(SourceRows.read(run.spark(), sources, seed, ReadLimits.of(settings)));
          return read.get().keptRows() + read.get().rejectedRows();
        });
    return read.get();
  }

  private static String sources(List<CollectedSource> sources) {
    return sources.size() == 1 ? sources.get(0).name() : sources.size() + " sources";
  }

  private Column licence() {
    Column licence = lit("");
    for (CollectedSource source : settings.sources()) {
      licence =
          when(col(Schemas.SOURCE).equalTo(source.name()), source.licence()).otherwise(licence);
    }
    return licence;
  }

  private long writeDocuments(SourceRows rows, StageRun run) {
    Dataset<Row> documents =
        rows.kept()
            .withColumn(
                Schemas.ID,
                DocumentIds.of(
                    col(Schemas.SOURCE), coalesce(col(SourceRows.USER_ID), col(Schemas.TEXT))))
            .withColumn(Schemas.LICENCE, licence());
    Dataset<Row> sample =
        HashSample.keep(
            documents,
            settings.maxDocuments(),
            seed,
            List.of(Schemas.ID),
            List.of(Schemas.PATH, Schemas.POSITION));
    return OrderedParquet.write(
        sample, Schemas.DOCUMENTS, run.output("documents"), settings.outputFiles());
  }

  /** Every row that was read is in one of the folders, or was left out by a setting. */
  private void account(SourceRows rows, long kept, long rejected, StageRun run) {
    long wanted =
        settings.maxDocuments() == 0
            ? rows.keptRows()
            : Math.min(rows.keptRows(), settings.maxDocuments());
    if (kept != wanted || rejected != rows.rejectedRows()) {
      throw new IllegalStateException(
          String.format(
              "rows were lost: %d documents written of %d, %d rejected rows of %d",
              kept, wanted, rejected, rows.rejectedRows()));
    }
    run.count("read", rows.keptRows() + rows.rejectedRows());
    run.count("documents", kept);
    run.count("left out by max-documents", rows.keptRows() - kept);
    CollectReport.of(rows.tallies()).count(run);
  }
}
