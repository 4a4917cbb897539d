package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.sunrise.data.Locations;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Reads Parquet files with Spark, after checking that all of them have the requested columns. Other
 * columns are not read, nor do their types matter, unless whole records are requested.
 */
final class ParquetReading {
  private final SparkSession spark;
  private final ReadLimits limits;

  ParquetReading(SparkSession spark, ReadLimits limits) {
    this.spark = spark;
    this.limits = limits;
  }

  /**
   * @param records not null if whole records are requested; their fields are known to Spark
   */
  Dataset<Row> read(Source source, RecordFields records, String location) {
    Fields fields = source.fields(records);
    List<String> files =
        new SourceFiles(spark)
            .list(location, source.format()).stream()
                .map(file -> file.getPath().toString())
                .toList();
    Map<StructType, List<String>> alike = new ParquetColumns(fields).of(spark, files);
    Dataset<Row> columns =
        source.wholeRecords()
            // Otherwise a column that only later files have would be lost.
            ? select(Locations.reader(spark).option("mergeSchema", true), fields, files)
            : alike.entrySet().stream()
                .map(e -> select(Locations.reader(spark).schema(e.getKey()), fields, e.getValue()))
                .reduce(Dataset::union)
                .orElseThrow();
    String name = source.name();
    ReadLimits readLimits = limits;
    JavaRDD<Row> rows = columns.javaRDD().map(row -> row(row, readLimits, fields, name));
    return spark.createDataFrame(
        rows, SourceRows.schema(columns.schema().apply(SourceRows.RECORD).dataType()));
  }

  private static Dataset<Row> select(DataFrameReader reader, Fields fields, List<String> files) {
    return reader
        .option("recursiveFileLookup", true)
        .parquet(files.toArray(String[]::new))
        .select(
            col(quoted(fields.text())).cast("binary"),
            optional(fields.label()),
            optional(fields.id()),
            optional(fields.split()),
            col("_metadata.file_path"),
            col("_metadata.row_index"),
            (fields.records() == null ? lit(null).cast("string") : struct(col("*")))
                .as(SourceRows.RECORD));
  }

  private static Row row(Row row, ReadLimits limits, Fields fields, String source) {
    Decoder decoder = new Decoder(limits, Encoding.UTF_8);
    long position = row.getLong(5);
    byte[] text = row.isNullAt(0) ? new byte[0] : row.<byte[]>getAs(0);
    BoundedBytes bytes = new BoundedBytes(limits.recordBytes());
    for (byte value : text) {
      bytes.add(value);
    }
    return decoder
        .decode(
            position,
            bytes,
            t ->
                fields
                    .row(position, t, row.getString(1), row.getString(2), row.getString(3))
                    .withRecord((Serializable) row.get(6)))
        .toRow(source, new Path(URI.create(row.getString(4))).toString());
  }

  private static Column optional(String field) {
    return (field == null ? lit(null) : col(quoted(field))).cast("string");
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
