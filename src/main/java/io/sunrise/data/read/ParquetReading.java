package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sunrise.SunriseException;
import java.io.IOException;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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

/** Reads Parquet files by Spark, once all of them are known to hold the columns asked for. */
final class ParquetReading {
  private static final int FILES_PER_TASK = 16;

  private final SparkSession spark;
  private final ReadLimits limits;

  ParquetReading(SparkSession spark, ReadLimits limits) {
    this.spark = spark;
    this.limits = limits;
  }

  Dataset<Row> read(Source source, String location) {
    Source.Fields fields = source.fields();
    List<FileStatus> files = new SourceFiles(spark).list(location);
    requireColumns(files.stream().map(file -> file.getPath().toString()).toList(), fields);
    Column label = fields.label() == null ? lit(null) : col(quoted(fields.label()));
    Dataset<Row> columns =
        spark
            .read()
            .option("recursiveFileLookup", true)
            .parquet(location)
            .select(
                col(quoted(fields.text())).cast("binary"),
                label.cast("string"),
                col("_metadata.file_path"),
                col("_metadata.row_index"));
    String name = source.name();
    boolean labelled = fields.label() != null;
    Decoder decoder = new Decoder(limits);
    JavaRDD<Row> rows = columns.javaRDD().map(row -> row(row, decoder, labelled, name));
    return spark.createDataFrame(rows, SourceRows.SCHEMA);
  }

  private static Row row(Row row, Decoder decoder, boolean labelled, String source) {
    long position = row.getLong(3);
    byte[] text = row.isNullAt(0) ? new byte[0] : row.<byte[]>getAs(0);
    BoundedBytes bytes = new BoundedBytes(decoder.limits().recordBytes());
    for (byte value : text) {
      bytes.add(value);
    }
    return decoder
        .decode(position, bytes, t -> Decoder.row(position, t, row.getString(1), labelled))
        .toRow(source, new Path(URI.create(row.getString(2))).toString());
  }

  private static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }

  /** Says which file lacks a column, which Spark would read as nulls. */
  private void requireColumns(List<String> files, Source.Fields fields) {
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

  private static Optional<String> problem(
      String file, Source.Fields fields, Configuration configuration) {
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromPath(new Path(file), configuration))) {
      MessageType schema = reader.getFileMetaData().getSchema();
      if (!schema.containsField(fields.text())) {
        return Optional.of(missing(file, fields.text(), "text-field", schema));
      }
      if (fields.label() != null && !schema.containsField(fields.label())) {
        return Optional.of(missing(file, fields.label(), "label-field", schema));
      }
      Type text = schema.getType(fields.text());
      return isString(text)
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "%s: column \"%s\" is %s; expected strings", file, fields.text(), text));
    } catch (IOException | RuntimeException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return Optional.of(why.contains(file) ? why : file + ": not a readable Parquet file: " + why);
    }
  }

  private static boolean isString(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName()
            == org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
  }

  private static String missing(String file, String field, String setting, MessageType schema) {
    String columns =
        schema.getFields().stream().map(Type::getName).collect(Collectors.joining(", "));
    return String.format(
        "%s: no column \"%s\", its columns are %s; name the right one by %s",
        file, field, columns, setting);
  }
}
