package io.sunrise.predict;

import io.sunrise.config.PredictSettings.OutputFormat;
import io.sunrise.inference.Scored;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Turns records with their probabilities into the rows that Spark writes in an output format. */
interface OutputRows extends Serializable {

  /** The rows of one file. */
  Iterator<Row> ofFile(Iterator<Scored<Serializable>> records);

  /** A writer of such rows. */
  DataFrameWriter<Row> writer(SparkSession spark, JavaRDD<Row> rows);

  static OutputRows of(PredictInput input, LabelColumns labels, OutputFormat format) {
    if (input.isTyped()) {
      return TypedRows.ofStructs(input, labels, format);
    }
    List<String> added = Arrays.asList(labels.added().fieldNames());
    return switch (format) {
      case JSONL -> new LineRows(labels, new JsonLines(added));
      case CSV ->
          new LineRows(
              labels,
              new CsvLines(Arrays.asList(input.columns().fieldNames()), added, input.csv()));
      case PARQUET -> TypedRows.ofObjects(input, labels);
    };
  }
}
