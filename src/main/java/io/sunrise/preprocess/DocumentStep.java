package io.sunrise.preprocess;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A step that drops documents, and may change their text. */
interface DocumentStep extends AutoCloseable {
  /** The title of the step on the console. */
  String title();

  /** The possible reasons to drop a document, in the order of the report. */
  List<String> reasons();

  /**
   * Marks the documents to drop.
   *
   * @param texts id and text
   * @return a row of {@link FilterPipeline#SCHEMA} for each input row, with the reason why it is
   *     dropped or null if it is kept
   */
  Dataset<Row> apply(Dataset<Row> texts);

  /** Releases the resources of {@link #apply}, after its result is on the executors' disks. */
  @Override
  default void close() {}
}
