package io.sunrise.preprocess.duplicates;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sunrise.data.Schemas;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Texts from which a step drops some; which ones stays on the executors' disks until this is
 * closed.
 *
 * @param texts all: id and text
 * @param reasons id and reason of those that are dropped
 * @param counts how many are dropped, by reason; those that could have dropped some and did not are
 *     0
 */
public record Sifted(Dataset<Row> texts, Dataset<Row> reasons, Map<String, Long> counts)
    implements AutoCloseable {
  private static final String[] ID = {Schemas.ID};

  /** Nothing is dropped, for any of the reasons that were looked for. */
  static Sifted whole(Dataset<Row> texts, List<String> reasons) {
    Dataset<Row> none =
        texts.select(col(Schemas.ID), lit("").as(Schemas.REASON)).filter(lit(false));
    return new Sifted(texts, none, zeros(reasons));
  }

  /**
   * Counts what is dropped.
   *
   * @param dropped id, each once, and reason
   * @param reasons that were looked for
   */
  static Sifted of(Dataset<Row> texts, Dataset<Row> dropped, List<String> reasons) {
    Dataset<Row> persisted = dropped.persist(StorageLevel.DISK_ONLY());
    Map<String, Long> counts = zeros(reasons);
    for (Row row : persisted.groupBy(Schemas.REASON).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }
    return new Sifted(texts, persisted, counts);
  }

  private static Map<String, Long> zeros(List<String> reasons) {
    Map<String, Long> counts = new TreeMap<>();
    reasons.forEach(reason -> counts.put(reason, 0L));
    return counts;
  }

  /** Id and text of all, with the reason of those that are dropped. */
  public Dataset<Row> marked() {
    return texts
        .select(Schemas.ID, Schemas.TEXT)
        .join(reasons, ID, "left_outer")
        .select(Schemas.ID, Schemas.TEXT, Schemas.REASON);
  }

  /** Id and text of each text that goes on. */
  public Dataset<Row> kept() {
    return droppedRows() == 0 ? texts : texts.join(reasons, ID, "left_anti");
  }

  /** Id, text and reason of each that does not. */
  public Dataset<Row> dropped() {
    return texts.join(reasons, ID, "inner");
  }

  public long droppedRows() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  @Override
  public void close() {
    reasons.unpersist();
  }
}
