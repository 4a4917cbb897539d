package io.sunrise.collect;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.UserInfo;
import io.sunrise.collect.EarlierRows.ReadSource.ReadFile;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceRows.Tally;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * The rows that the last run has of incremental sources. Files whose name, length and modification
 * time its manifest records are not read again. Rows of files that are gone are kept; those of
 * files that changed are dropped, as these are read again.
 */
final class EarlierRows {
  private static final String RECORD = "incremental";

  /**
   * What the manifest records of an incremental source.
   *
   * @param settings a hash of those that its rows depend on
   * @param files by path, also those that are gone
   */
  record ReadSource(String settings, Map<String, ReadFile> files) {

    /** A file as it was when it was read. */
    record ReadFile(long bytes, long modified) {
      static ReadFile of(FileStatus file) {
        return new ReadFile(file.getLen(), file.getModificationTime());
      }
    }

    static ReadSource of(JsonNode json) {
      Map<String, ReadFile> files = new TreeMap<>();
      json.path("files")
          .fields()
          .forEachRemaining(
              file ->
                  files.put(
                      file.getKey(),
                      new ReadFile(
                          file.getValue().path("bytes").asLong(),
                          file.getValue().path("modified").asLong())));
      return new ReadSource(json.path("settings").asText(), files);
    }
  }

  private final StageRun run;
  private final List<Source> toRead = new ArrayList<>();

  /** What to record, by the source's name. */
  private final Map<String, ReadSource> read = new TreeMap<>();

  /** The paths whose earlier rows are dropped, by the name of each source that has some. */
  private final Map<String, Set<String>> replaced = new TreeMap<>();

  private EarlierRows(StageRun run) {
    this.run = run;
  }

  /** Finds which files of which sources are to be read. */
  static EarlierRows of(StageRun run, CollectSettings settings) throws IOException {
    EarlierRows rows = new EarlierRows(run);
    for (CollectedSource source : settings.sources()) {
      if (source.incremental()) {
        // Rows that another limit rejected, or another encoding garbled, are read again.
        rows.addNew(
            source,
            StageRun.hashOf(
                Map.of(
                    "source", source,
                    "max-document-bytes", settings.maxDocumentBytes(),
                    "rejected-bytes", settings.rejectedBytes())));
      } else {
        rows.toRead.add(Source.ofTexts(source));
      }
    }
    if (!rows.replaced.isEmpty()) {
      run.verifyCommitted();
    }
    return rows;
  }

  private void addNew(CollectedSource collected, String settings) {
    String name = collected.name();
    Source source = Source.ofTexts(collected);
    Map<String, ReadFile> earlier = earlier(name, settings);
    Map<String, ReadFile> files = new TreeMap<>(earlier);
    Set<String> pending = new HashSet<>();
    Set<String> changed = new HashSet<>();
    for (FileStatus file : source.files(run.spark())) {
      String path = UserInfo.hide(file.getPath().toString());
      ReadFile before = files.put(path, ReadFile.of(file));
      if (!ReadFile.of(file).equals(before)) {
        pending.add(file.getPath().toString());
        if (before != null) {
          changed.add(path);
        }
      }
    }
    read.put(name, new ReadSource(settings, files));
    if (earlier.isEmpty()) {
      toRead.add(source);
      return;
    }
    replaced.put(name, changed);
    if (!pending.isEmpty()) {
      toRead.add(source.only(pending));
    }
    run.console()
        .line(
            String.format(
                Locale.ROOT,
                "  %s: %,d files are new, %,d changed, %,d were read before",
                name,
                pending.size() - changed.size(),
                changed.size(),
                earlier.size() - changed.size()));
  }

  /** The files that were read with the same settings. */
  private Map<String, ReadFile> earlier(String name, String settings) {
    Optional<ReadSource> recorded =
        run.committed()
            .map(Manifest::values)
            .map(values -> values.path(RECORD).get(name))
            .map(ReadSource::of);
    if (recorded.isPresent() && !recorded.get().settings().equals(settings)) {
      run.console().line("  " + name + ": its settings changed, so all its files are read again");
    }
    return recorded
        .filter(source -> source.settings().equals(settings))
        .map(ReadSource::files)
        .orElse(Map.of());
  }

  /** The sources to read, those without a new file left out. */
  List<Source> toRead() {
    return toRead;
  }

  /** These documents and the earlier ones. */
  Dataset<Row> withDocuments(Dataset<Row> documents) {
    return with(documents, "documents", Schemas.DOCUMENTS);
  }

  /** These rejected rows and the earlier ones. */
  Dataset<Row> withRejected(Dataset<Row> rejected) {
    return with(rejected, "rejected", Schemas.REJECTED);
  }

  private Dataset<Row> with(Dataset<Row> rows, String folder, StructType schema) {
    return replaced.isEmpty()
        ? rows
        : rows.selectExpr(schema.fieldNames()).union(earlier(folder, schema));
  }

  private Dataset<Row> earlier(String folder, StructType schema) {
    Column kept = lit(false);
    for (Map.Entry<String, Set<String>> source : replaced.entrySet()) {
      Column changed = col(Schemas.PATH).isin(source.getValue().toArray());
      kept = kept.or(col(Schemas.SOURCE).equalTo(source.getKey()).and(not(changed)));
    }
    return Locations.reader(run.spark()).schema(schema).parquet(run.committed(folder)).filter(kept);
  }

  /** The numbers of the earlier rows. */
  List<Tally> tallies() {
    List<Tally> tallies = new ArrayList<>();
    if (!replaced.isEmpty()) {
      for (Row row : amounts("documents", Schemas.DOCUMENTS, lit(null).cast("string"))) {
        tallies.add(tally(row));
      }
      for (Row row : amounts("rejected", Schemas.REJECTED, col(Schemas.REASON))) {
        tallies.add(tally(row));
      }
    }
    return tallies;
  }

  private List<Row> amounts(String folder, StructType schema, Column reason) {
    return earlier(folder, schema)
        .groupBy(col(Schemas.SOURCE), reason.as(Schemas.REASON))
        .agg(count(lit(1)), sum(octet_length(col(Schemas.TEXT))))
        .collectAsList();
  }

  private static Tally tally(Row row) {
    return new Tally(
        row.getString(0), Optional.ofNullable(row.getString(1)), row.getLong(2), row.getLong(3));
  }

  /** Records the files for the next run. */
  void record() {
    if (!read.isEmpty()) {
      run.value(RECORD, read);
    }
  }
}
