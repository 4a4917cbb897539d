package io.sunrise.preprocess;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A step that drops documents, and may change their text. */
interface DocumentStep extends AutoCloseable {
  /** What the console calls it. */
  String title();

  /** Every reason for which it may drop one, in the order of the report. */
  List<String> reasons();

  /**
   * Marks the documents that it drops.
   *
   * @param texts id and text
   * @return a row for each row that came in, of {@link FilterPipeline#SCHEMA}: the reason why it is
   *     dropped, null if it is kept
   */
  Dataset<Row> apply(Dataset<Row> texts);

  /** Lets go of what {@link #apply} needed, once its result is on the executors' disks. */
  @Override
  default void close() {}
}
