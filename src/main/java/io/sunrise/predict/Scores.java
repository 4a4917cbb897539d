package io.sunrise.predict;

import io.sunrise.data.Schemas;
import io.sunrise.text.TextEncoder;
import io.sunrise.train.RowScorer;
import io.sunrise.train.Scored;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * What the model says about texts, under their places and their indices 0, 1, 2 ... in the order of
 * files and of texts in them. Only ids travel between machines for it, no text.
 */
final class Scores implements AutoCloseable {
  private static final String TOKENS = "tokens";
  private static final StructType ENCODED =
      new StructType()
          .add(Schemas.PATH, DataTypes.StringType, false)
          .add(Schemas.POSITION, DataTypes.LongType, false)
          .add(TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  private final Dataset<Row> encoded;

  private Scores(Dataset<Row> encoded) {
    this.encoded = encoded;
  }

  /** Encodes texts, once. */
  static Scores of(Dataset<Row> texts, TextEncoder encoder) {
    JavaRDD<Row> encoded =
        texts
            .toJavaRDD()
            .map(
                row ->
                    RowFactory.create(
                        row.getString(1), row.getLong(2), encoder.encode(row.getString(0))));
    return new Scores(
        texts
            .sparkSession()
            .createDataFrame(encoded, ENCODED)
            .persist(StorageLevel.MEMORY_AND_DISK_SER()));
  }

  /** Index, path, position and what {@code columns} adds, in no order. */
  Dataset<Row> by(RowScorer scorer, LabelColumns columns) {
    JavaPairRDD<Long, EncodedText> rows =
        encoded
            .orderBy(Schemas.PATH, Schemas.POSITION)
            .toJavaRDD()
            .map(row -> new EncodedText(row.getString(0), row.getLong(1), ids(row)))
            .zipWithIndex()
            .mapToPair(row -> row.swap());
    JavaRDD<Row> scored =
        scorer.score(rows, EncodedText::tokens).map(row -> row(row._1(), row._2(), columns));
    StructType schema =
        new StructType()
            .add(Schemas.INDEX, DataTypes.LongType, false)
            .add(Schemas.PATH, DataTypes.StringType, false)
            .add(Schemas.POSITION, DataTypes.LongType, false);
    for (var added : columns.added()) {
      schema = schema.add(added);
    }
    return encoded.sparkSession().createDataFrame(scored, schema);
  }

  private static int[] ids(Row row) {
    return row.<Integer>getList(2).stream().mapToInt(Integer::intValue).toArray();
  }

  private static Row row(long index, Scored<EncodedText> scored, LabelColumns columns) {
    Object[] added = columns.values(scored.prediction(), scored.probabilities());
    Object[] values = new Object[3 + added.length];
    values[0] = index;
    values[1] = scored.row().path();
    values[2] = scored.row().position();
    System.arraycopy(added, 0, values, 3, added.length);
    return RowFactory.create(values);
  }

  @Override
  public void close() {
    encoded.unpersist();
  }
}
