package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;

import io.sunrise.SunriseException;
import io.sunrise.data.Schemas;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.text.TextCleaner;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The cleaned texts, each once, under the smallest id of its copies; on the executors' disks until
 * this is closed.
 *
 * @param distinct id, text and copies; an empty text is one of them
 * @param documents how many there were
 * @param empty of these held nothing but what cleaning removes
 * @param copies of these were the text of another
 */
record CleanTexts(Dataset<Row> distinct, long documents, long empty, long copies)
    implements AutoCloseable {
  private static final String HASH = "hash";
  private static final String FIRST = "first";
  private static final String COPIES = "copies";

  private static final StructType CLEAN =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType, false)
          .add(Schemas.TEXT, DataTypes.StringType, false);

  static CleanTexts of(Dataset<Row> documents, StageRun run) {
    AtomicReference<CleanTexts> texts = new AtomicReference<>();
    SparkStep.run(
        run,
        "cleaning documents",
        () -> {
          texts.set(clean(documents));
          return texts.get().documents;
        });
    return texts.get();
  }

  private static CleanTexts clean(Dataset<Row> documents) {
    JavaRDD<Row> cleaned =
        documents
            .select(Schemas.ID, Schemas.TEXT)
            .javaRDD()
            .map(row -> RowFactory.create(row.get(0), TextCleaner.clean(row.getString(1))));
    Dataset<Row> distinct =
        documents
            .sparkSession()
            .createDataFrame(cleaned, CLEAN)
            .groupBy(sha2(col(Schemas.TEXT).cast("binary"), 256).as(HASH))
            .agg(min(struct(Schemas.ID, Schemas.TEXT)).as(FIRST), count(lit(1)).as(COPIES))
            .select(FIRST + "." + Schemas.ID, FIRST + "." + Schemas.TEXT, COPIES)
            .persist(StorageLevel.DISK_ONLY());
    Row totals = distinct.agg(count(lit(1)), sum(COPIES)).first();
    if (totals.getLong(0) == 0) {
      throw new SunriseException("collect left no document; run collect on a source that has some");
    }
    Row empty = distinct.filter(col(Schemas.TEXT).equalTo("")).agg(sum(COPIES)).first();
    long emptyDocuments = empty.isNullAt(0) ? 0 : empty.getLong(0);
    long texts = totals.getLong(0) - (emptyDocuments > 0 ? 1 : 0);
    return new CleanTexts(
        distinct, totals.getLong(1), emptyDocuments, totals.getLong(1) - emptyDocuments - texts);
  }

  /** Id and text of each text that is not empty. */
  Dataset<Row> rows() {
    return distinct.filter(col(Schemas.TEXT).notEqual("")).drop(COPIES);
  }

  @Override
  public void close() {
    distinct.unpersist();
  }
}
