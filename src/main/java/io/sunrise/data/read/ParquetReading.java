package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sunrise.data.Locations;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
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
  /** The places of the columns that {@link #row} reads; the text is the first. */
  private static final int PATH = 1;

  private static final int POSITION = 2;
  private static final int RECORD = 3;

  /** The first of {@link Fields#others}. */
  private static final int OTHERS = 4;

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
    List<Column> columns = new ArrayList<>();
    columns.add(col(quoted(fields.text())).cast("binary"));
    columns.add(col("_metadata.file_path"));
    columns.add(col("_metadata.row_index"));
    columns.add(lit(null).cast("string").as(SourceRows.RECORD));
    fields.others().values().forEach(name -> columns.add(col(quoted(name)).cast("string")));
    return reader
        .option("recursiveFileLookup", true)
        .parquet(files.toArray(String[]::new))
        .select(columns.toArray(Column[]::new));
  }

  private static Row row(Row row, ReadLimits limits, Fields fields, String source) {
    Decoder decoder = new Decoder(limits, Encoding.UTF_8);
    long position = row.getLong(POSITION);
    byte[] text = row.isNullAt(0) ? new byte[0] : row.<byte[]>getAs(0);
    BoundedBytes bytes = new BoundedBytes(limits.recordBytes());
    for (byte value : text) {
      bytes.add(value);
    }
    List<String> others = List.copyOf(fields.others().values());
    Decoder.Parser parser =
        fields.records() == null
            ? t -> fields.row(position, t, name -> row.getString(OTHERS + others.indexOf(name)))
            : t -> Fields.whole(position, t, null);
    return decoder
        .decode(position, bytes, parser)
        .withRecord((Serializable) row.get(RECORD))
        .toRow(source, new Path(URI.create(row.getString(PATH))).toString());
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
