package io.sunrise.label;

import static org.apache.spark.sql.functions.col;

import io.sunrise.data.OrderedParquet;
import io.sunrise.data.OutputFiles;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.TextEncoder;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Encodes and writes the parts of a split, as {@link Schemas#LABELLED_ROWS}.
 *
 * @param outputFiles the number of files that the settings ask for
 */
record PartWriter(Labels labels, TextEncoder textEncoder, int outputFiles) {
  private static final StructType ENCODED =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType, false)
          .add(Schemas.TEXT, DataTypes.StringType, false)
          .add(Schemas.LABEL, DataTypes.IntegerType, false)
          .add(Schemas.WEIGHT, DataTypes.FloatType, false)
          .add(Schemas.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  void write(Split split, StageRun run) {
    Broadcast<TextEncoder> encoder =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).broadcast(textEncoder);
    for (Part part : Part.values()) {
      Dataset<Row> encoded = encode(split.rows(part), encoder);
      long count = split.count(part);
      int files = OutputFiles.ROWS.of(outputFiles, count);
      SparkStep.run(
          run,
          "writing " + part.folder(),
          () ->
              OrderedParquet.writeAll(
                  encoded, count, Schemas.LABELLED_ROWS, run.output(part.folder()), files));
    }
    encoder.destroy();
  }

  private Dataset<Row> encode(Dataset<Row> rows, Broadcast<TextEncoder> encoder) {
    List<String> words = labels.words();
    JavaRDD<Row> encoded =
        rows.select(
                col(Schemas.ID), col(Schemas.TEXT), col(SourceRows.LABEL_WORD), col(Schemas.WEIGHT))
            .javaRDD()
            .map(
                row ->
                    RowFactory.create(
                        row.get(0),
                        row.get(1),
                        words.indexOf(row.getString(2)),
                        row.getFloat(3),
                        encoder.value().encode(row.getString(1))));
    return rows.sparkSession().createDataFrame(encoded, ENCODED);
  }
}
