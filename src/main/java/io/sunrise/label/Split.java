package io.sunrise.label;

import static org.apache.spark.sql.functions.col;

import io.sunrise.SunriseException;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Labelled texts with their parts; on the executors' disks until this is closed.
 *
 * @param labels the labels to train on
 * @param counts rows by part and label name
 */
record Split(Dataset<Row> rows, Labels labels, Map<Part, Map<String, Long>> counts)
    implements AutoCloseable {
  static final String PART = "part";

  /** Of rows with their parts; those of other labels are left out. */
  static Split of(Dataset<Row> parts, Labels labels) {
    Dataset<Row> rows =
        parts
            .filter(col(SourceRows.LABEL_WORD).isInCollection(labels.words()))
            .persist(StorageLevel.DISK_ONLY());
    Map<Part, Map<String, Long>> counts = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      counts.put(part, new TreeMap<>());
    }
    for (Row row : rows.groupBy(PART, SourceRows.LABEL_WORD).count().collectAsList()) {
      counts.get(Part.valueOf(row.getString(0))).put(row.getString(1), row.getLong(2));
    }
    return new Split(rows, labels, counts);
  }

  /** The rows of one part. */
  Dataset<Row> rows(Part part) {
    return rows.filter(col(PART).equalTo(part.name()));
  }

  long count(Part part) {
    return counts.get(part).values().stream().mapToLong(Long::longValue).sum();
  }

  private long count(Part part, String word) {
    return counts.get(part).getOrDefault(word, 0L);
  }

  void requireEveryPart() {
    for (Part part : Part.values()) {
      if (count(part) == 0) {
        throw SunriseException.of(
            "no row is in the %s part (%d in train, %d in validation, %d in test); expected at least"
                + " one in each: add rows or change the shares",
            part.folder(), count(Part.TRAIN), count(Part.VALIDATION), count(Part.TEST));
      }
    }
  }

  /** Reports the number of rows by part and label, on the console and in the manifest. */
  void report(StageRun run) {
    List<List<String>> table = new ArrayList<>();
    for (String word : labels.words()) {
      List<String> row = new ArrayList<>(List.of(word));
      for (Part part : Part.values()) {
        row.add(String.format(Locale.ROOT, "%,d", count(part, word)));
      }
      table.add(row);
    }
    run.console().table(List.of("label", "train", "validation", "test"), table);
    for (Part part : Part.values()) {
      run.count(part.folder(), count(part));
      labels.words().forEach(word -> run.count(part.folder() + "." + word, count(part, word)));
    }
    run.value("labels", labels.words());
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
