package io.sunrise.preprocess.duplicates;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows on the executors' disks until this is closed, under a plan that begins with them.
 *
 * <p>Spark keeps the whole plan of persisted rows in every plan made of them, and goes through it
 * again for each query; a search that reads its last step's rows three times has a plan that
 * triples with each step. What is lost with an executor is still computed again.
 *
 * @param rows to read
 */
record Persisted(Dataset<Row> source, Dataset<Row> rows) implements AutoCloseable {

  /** Persists rows; they are computed when they are first read. */
  static Persisted of(Dataset<Row> rows) {
    Dataset<Row> source = rows.persist(StorageLevel.DISK_ONLY());
    return new Persisted(
        source, rows.sparkSession().createDataFrame(source.javaRDD(), source.schema()));
  }

  @Override
  public void close() {
    source.unpersist();
  }
}
