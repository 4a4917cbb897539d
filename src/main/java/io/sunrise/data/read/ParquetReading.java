package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import io.sunrise.SunriseException;
import io.sunrise.data.Locations;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Reads Parquet files with Spark, after checking that all of them have the requested columns. */
final class ParquetReading {
  private static final int FILES_PER_TASK = 16;

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
    requireColumns(files, fields);
    Dataset<Row> columns =
        Locations.reader(spark)
            .option("recursiveFileLookup", true)
            // Otherwise a column that only later files have would be lost.
            .option("mergeSchema", source.wholeRecords())
            .parquet(files.toArray(String[]::new))
            .select(
                col(quoted(fields.text())).cast("binary"),
                optional(fields.label()),
                optional(fields.id()),
                col("_metadata.file_path"),
                col("_metadata.row_index"),
                (source.wholeRecords() ? struct(col("*")) : lit(null).cast("string"))
                    .as(SourceRows.RECORD));
    String name = source.name();
    ReadLimits readLimits = limits;
    JavaRDD<Row> rows = columns.javaRDD().map(row -> row(row, readLimits, fields, name));
    return spark.createDataFrame(
        rows, SourceRows.schema(columns.schema().apply(SourceRows.RECORD).dataType()));
  }

  private static Row row(Row row, ReadLimits limits, Fields fields, String source) {
    Decoder decoder = new Decoder(limits, Encoding.UTF_8);
    long position = row.getLong(4);
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
                    .row(position, t, row.getString(1), row.getString(2))
                    .withRecord((Serializable) row.get(5)))
        .toRow(source, new Path(URI.create(row.getString(3))).toString());
  }

  private static Column optional(String field) {
    return (field == null ? lit(null) : col(quoted(field))).cast("string");
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** Reports a file that lacks a column, which Spark would read as nulls. */
  void requireColumns(List<String> files, Fields fields) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    int tasks = Math.max(1, files.size() / FILES_PER_TASK);
    List<String> problems =
        context
            .parallelize(files, tasks)
            .mapPartitions(
                part -> {
                  Optional<String> first = Optional.empty();
                  while (part.hasNext() && first.isEmpty()) {
                    first = problem(part.next(), fields, configuration.value());
                  }
                  return first.stream().iterator();
                })
            .collect();
    problems.stream()
        .min(Comparator.naturalOrder())
        .ifPresent(
            problem -> {
              throw new SunriseException(problem);
            });
  }

  private static Optional<String> problem(String file, Fields fields, Configuration configuration) {
    Path path = new Path(file);
    if (path.toUri().getScheme().equals("file") && path.getName().contains(":")) {
      return Optional.of(
          file
              + ": Spark reads no Parquet file of a local disk with a colon in its name; rename it");
    }
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(path, configuration))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      for (Fields.Field field : fields.wanted()) {
        if (!schema.containsField(field.name())) {
          return Optional.of(
              field.missing(file, schema.getFields().stream().map(Type::getName).toList()));
        }
      }
      Type text = schema.getType(fields.text());
      return isString(text)
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "%s: column \"%s\" is %s; expected strings",
                  file, fields.text(), text.toString().replaceAll("\\s+", " ")));
    } catch (IOException | RuntimeException e) {
      String why = SunriseException.reason(e);
      return Optional.of(why.contains(file) ? why : file + ": not a readable Parquet file: " + why);
    }
  }

  private static boolean isString(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName()
            == org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
  }
}
