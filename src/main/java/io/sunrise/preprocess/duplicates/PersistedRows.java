package io.sunrise.preprocess.duplicates;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows on the executors' disks until this is closed, as the root of a new query plan.
 *
 * <p>Spark includes the whole plan of persisted rows in every plan that reads them, and analyzes it
 * again for each query; an iteration that reads the last step's rows three times would triple the
 * plan with each step. Rows lost with an executor are still recomputed.
 *
 * @param rows the rows to read
 */
record PersistedRows(Dataset<Row> source, Dataset<Row> rows) implements AutoCloseable {

  /** Persists rows; they are computed when first read. */
  static PersistedRows of(Dataset<Row> rows) {
    Dataset<Row> source = rows.persist(StorageLevel.DISK_ONLY());
    return new PersistedRows(
        source, rows.sparkSession().createDataFrame(source.javaRDD(), source.schema()));
  }

  @Override
  public void close() {
    source.unpersist();
  }
}
