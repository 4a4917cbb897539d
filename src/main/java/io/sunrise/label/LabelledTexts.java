package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.sunrise.cleaning.TextCleaner;
import io.sunrise.data.DocumentIds;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageRun;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Cleaned texts with their label names, each text once in a part; on the executors' disks until
 * this is closed.
 *
 * @param all hash, part, id, text and label, the largest weight and the number of the copies, and
 *     whether their labels differ
 */
record LabelledTexts(Dataset<Row> all) implements AutoCloseable {
  static final String HASH = "hash";
  private static final String FIRST = "first";
  private static final String WEIGHTLESS = "weightless";
  private static final String COPIES = "copies";
  private static final String CONFLICT = "conflict";

  private static final StructType CLEAN =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType, false)
          .add(Schemas.TEXT, DataTypes.StringType, false)
          .add(SourceRows.LABEL_WORD, DataTypes.StringType, false)
          .add(Split.PART, DataTypes.StringType, false)
          .add(Schemas.WEIGHT, DataTypes.FloatType, false);

  /** Cleans the rows like preprocess cleaned its documents, and counts the dropped ones. */
  static LabelledTexts of(Dataset<Row> rows, TextCleaner cleaner, StageRun run) {
    JavaRDD<Row> cleaned =
        rows.select(
                DocumentIds.of(col(Schemas.SOURCE), col(Schemas.TEXT)),
                col(Schemas.TEXT),
                col(SourceRows.LABEL_WORD),
                col(Split.PART),
                col(Schemas.WEIGHT))
            .javaRDD()
            .map(
                r ->
                    RowFactory.create(
                        r.get(0), cleaner.clean(r.getString(1)), r.get(2), r.get(3), r.get(4)));
    Column word = col(SourceRows.LABEL_WORD);
    Dataset<Row> all =
        run.spark()
            .createDataFrame(cleaned, CLEAN)
            .groupBy(
                sha2(col(Schemas.TEXT).cast("binary"), 256).as(HASH),
                col(Split.PART),
                // The label of a row that does not count contradicts no other.
                col(Schemas.WEIGHT).equalTo(0).as(WEIGHTLESS))
            .agg(
                min(struct(Schemas.ID, Schemas.TEXT, SourceRows.LABEL_WORD)).as(FIRST),
                max(Schemas.WEIGHT).as(Schemas.WEIGHT),
                functions.count(lit(1)).as(COPIES),
                min(word).notEqual(max(word)).as(CONFLICT))
            .select(
                col(HASH),
                col(Split.PART),
                col(WEIGHTLESS),
                col(FIRST + ".*"),
                col(Schemas.WEIGHT),
                col(COPIES),
                col(CONFLICT))
            .persist(StorageLevel.DISK_ONLY());
    LabelledTexts texts = new LabelledTexts(all);
    texts.countDropped(run);
    return texts;
  }

  private void countDropped(StageRun run) {
    Column empty = col(Schemas.TEXT).equalTo("");
    Column unusable = empty.or(col(CONFLICT)).or(col(WEIGHTLESS));
    Row dropped =
        all.agg(
                sum(when(empty, col(COPIES)).otherwise(0)),
                sum(when(unusable, 0).otherwise(col(COPIES).minus(1))),
                sum(
                    when(col(CONFLICT).and(not(empty.or(col(WEIGHTLESS)))), col(COPIES))
                        .otherwise(0)),
                sum(when(col(WEIGHTLESS).and(not(empty)), col(COPIES)).otherwise(0)))
            .first();
    run.count("dropped.empty after cleaning", dropped.getLong(0));
    run.count("dropped.copy of another row", dropped.getLong(1));
    run.count("dropped.same text under different labels", dropped.getLong(2));
    run.count("dropped.weight of 0", dropped.getLong(3));
  }

  /** {@link #HASH} of the text, part, id, text, label name and weight. */
  Dataset<Row> rows() {
    return all.filter(
            col(Schemas.TEXT)
                .notEqual("")
                .and(col(CONFLICT).unary_$bang())
                .and(not(col(WEIGHTLESS))))
        .drop(COPIES, CONFLICT, WEIGHTLESS);
  }

  @Override
  public void close() {
    all.unpersist();
  }
}
