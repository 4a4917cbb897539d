package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sunrise.data.Locations;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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
  Dataset<Row> read(Source source, RecordFields records) {
    Fields fields = source.fields(records);
    List<String> files =
        source.files(spark).stream().map(file -> file.getPath().toString()).toList();
    Dataset<Row> columns =
        source.wholeRecords()
            ? new ParquetRecords(spark).read(files, fields)
            : requested(files, fields);
    String name = source.name();
    ReadLimits readLimits = limits;
    JavaRDD<Row> rows = columns.javaRDD().map(row -> row(row, readLimits, fields, name));
    return spark.createDataFrame(
        rows, SourceRows.schema(columns.schema().apply(SourceRows.RECORD).dataType()));
  }

  private Dataset<Row> requested(List<String> files, Fields fields) {
    return new ParquetColumns(fields)
        .of(spark, files).entrySet().stream()
            .map(
                alike ->
                    select(
                        Locations.reader(spark).schema(alike.getKey()), fields, alike.getValue()))
            .reduce(Dataset::union)
            .orElseThrow();
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
            lit(null).cast("string").as(SourceRows.RECORD));
  }

  private static Row row(Row row, ReadLimits limits, Fields fields, String source) {
    Decoder decoder = new Decoder(limits, Encoding.UTF_8);
    long position = row.getLong(5);
    byte[] text = row.isNullAt(0) ? new byte[0] : row.<byte[]>getAs(0);
    BoundedBytes bytes = new BoundedBytes(limits.recordBytes());
    for (byte value : text) {
      bytes.add(value);
    }
    Decoder.Parser parser =
        fields.records() == null
            ? t -> fields.row(position, t, row.getString(1), row.getString(2), row.getString(3))
            : t -> Fields.whole(position, t, null);
    return decoder
        .decode(position, bytes, parser)
        .withRecord((Serializable) row.get(6))
        .toRow(source, new Path(URI.create(row.getString(4))).toString());
  }

  private static Column optional(String field) {
    return (field == null ? lit(null) : col(quoted(field))).cast("string");
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
