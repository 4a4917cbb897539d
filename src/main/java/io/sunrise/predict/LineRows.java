package io.sunrise.predict;

import io.sunrise.inference.Scored;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Records that are JSON objects, each written as a line of text: Spark's own writers of JSON and
 * CSV would write nulls, numbers and names differently from how they came in.
 */
record LineRows(LabelColumns labels, LineFormat format) implements OutputRows {
  private static final StructType LINES = new StructType().add("value", DataTypes.StringType);

  /** Writes a record and its labels as a line. */
  interface LineFormat extends Serializable {

    /** The lines at the beginning of each file. */
    List<String> header();

    /**
     * A line without its end.
     *
     * @param record a JSON object; null if its columns cannot be read
     * @param labels the values of {@link LabelColumns#added}
     */
    String line(String record, Row labels);
  }

  @Override
  public Iterator<Row> ofFile(Iterator<Scored<Serializable>> records) {
    if (!records.hasNext()) {
      return IteratorUtils.emptyIterator();
    }
    Iterator<String> lines =
        IteratorUtils.transformedIterator(
            records, record -> format.line((String) record.row(), labels.of(record)));
    return IteratorUtils.transformedIterator(
        IteratorUtils.chainedIterator(format.header().iterator(), lines), RowFactory::create);
  }

  @Override
  public DataFrameWriter<Row> writer(SparkSession spark, JavaRDD<Row> rows) {
    return spark.createDataFrame(rows, LINES).write().format("text");
  }
}
