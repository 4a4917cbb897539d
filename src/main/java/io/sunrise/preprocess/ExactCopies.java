package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.unhex;
import static org.apache.spark.sql.functions.when;

import io.sunrise.data.Schemas;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Drops exact copies: of documents with the same text, the one with the smallest id is kept.
 *
 * <p>Texts are equal if their SHA-256 hashes are, so texts need not be shuffled: each task finds
 * the smallest id of each hash among its own texts, these are reduced to one per hash, and the
 * hashes that several texts share are joined back to the texts. A million copies of one page add
 * only one row per task to the shuffle. With more than some hundred thousand copied pages Spark
 * shuffles the texts by hash instead, and splits partitions that become too large.
 */
final class ExactCopies implements DocumentStep {
  private static final String COPY = "copy of another document";
  private static final String HASH = "hash";
  private static final String PLACE = "place";
  private static final String FIRST = "first";
  private static final String COPIED_HASH = "copiedHash";
  private static final String DOCUMENTS = "documents";

  private Dataset<Row> copied;

  @Override
  public String title() {
    return "dropping copies";
  }

  @Override
  public List<String> reasons() {
    return List.of(COPY);
  }

  /**
   * The place distinguishes documents with the same text and the same id, which occur within one
   * source: it does not matter which of them is kept, as the rows are equal.
   *
   * @param texts in an order within their partitions that is the same whenever they are read
   */
  @Override
  public Dataset<Row> apply(Dataset<Row> texts) {
    Dataset<Row> hashed =
        texts.select(
            col(Schemas.ID),
            col(Schemas.TEXT),
            unhex(sha2(col(Schemas.TEXT).cast("binary"), 256)).as(HASH),
            monotonically_increasing_id().as(PLACE));
    copied =
        hashed
            .groupBy(col(HASH).as(COPIED_HASH))
            .agg(min(struct(Schemas.ID, PLACE)).as(FIRST), count(lit(1)).as(DOCUMENTS))
            .filter(col(DOCUMENTS).gt(1))
            .select(col(COPIED_HASH), col(FIRST).getField(PLACE).as(FIRST))
            .persist(StorageLevel.DISK_ONLY());
    copied.count(); // so that Spark knows how small it is before it plans the join
    return hashed
        .join(copied, col(HASH).equalTo(col(COPIED_HASH)), "left_outer")
        .select(
            col(Schemas.ID),
            col(Schemas.TEXT),
            when(col(PLACE).notEqual(col(FIRST)), COPY).as(Schemas.REASON));
  }

  @Override
  public void close() {
    if (copied != null) {
      copied.unpersist();
    }
  }
}
