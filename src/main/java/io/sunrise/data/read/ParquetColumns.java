package io.sunrise.data.read;

import io.sunrise.SunriseException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/** The requested columns of Parquet files, found in their footers by Spark tasks. */
final class ParquetColumns implements Serializable {
  private static final int FILES_PER_TASK = 16;

  private final Fields fields;

  ParquetColumns(Fields fields) {
    this.fields = fields;
  }

  /**
   * The files by the types of their requested columns.
   *
   * @throws SunriseException for a file that lacks one, which Spark would read as nulls
   */
  Map<StructType, List<String>> of(SparkSession spark, List<String> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    List<Tuple2<String, String>> found =
        context
            .parallelize(files, Math.max(1, files.size() / FILES_PER_TASK))
            .map(file -> new Tuple2<>(file, columns(file, configuration.value())))
            .collect();
    found.stream()
        .filter(file -> !isSchema(file._2))
        .map(Tuple2::_2)
        .min(Comparator.naturalOrder())
        .ifPresent(
            problem -> {
              throw new SunriseException(problem);
            });
    return found.stream()
        .collect(
            Collectors.groupingBy(
                file -> (StructType) DataType.fromJson(file._2),
                () -> new TreeMap<>(Comparator.comparing(StructType::json)),
                Collectors.mapping(Tuple2::_1, Collectors.toList())));
  }

  private static boolean isSchema(String columns) {
    return columns.startsWith("{");
  }

  /** The types of the requested columns as JSON, or the reason why they cannot be read. */
  private String columns(String file, Configuration configuration) {
    Path path = new Path(file);
    if (path.toUri().getScheme().equals("file") && path.getName().contains(":")) {
      return file
          + ": Spark reads no Parquet file of a local disk with a colon in its name; rename it";
    }
    try (ParquetFileReader reader = ParquetFooter.open(file, configuration)) {
      MessageType schema = reader.getFileMetaData().getSchema();
      StructType columns = new StructType();
      for (Fields.Field field : fields.wanted()) {
        if (!schema.containsField(field.name())) {
          return field.missing(file, schema.getFields().stream().map(Type::getName).toList());
        }
        if (!List.of(columns.fieldNames()).contains(field.name())) {
          columns = columns.add(field.name(), type(field.name(), schema, reader));
        }
      }
      return columns.json();
    } catch (WrongTypeException e) {
      return file + ": " + e.getMessage();
    } catch (IOException | RuntimeException e) {
      String why = SunriseException.reason(e);
      if (why.contains("is not a Parquet file")) {
        return file
            + ": not a Parquet file; set type to what it is, such as csv, or files to a pattern such"
            + " as *.parquet";
      }
      return why.contains(file) ? why : file + ": not a readable Parquet file: " + why;
    }
  }

  private DataType type(String name, MessageType schema, ParquetFileReader reader) {
    Type type = schema.getType(name);
    if (name.equals(fields.text())) {
      if (isString(type)) {
        return DataTypes.BinaryType;
      }
      // pandas writes a column without a value as integers.
      if (!isEmpty(name, reader)) {
        throw new WrongTypeException(name, type, "strings");
      }
    }
    try {
      return new ParquetToSparkSchemaConverter(SQLConf.get())
          .convert(new MessageType(schema.getName(), type))
          .apply(name)
          .dataType();
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw new WrongTypeException(name, type, "a type that Spark reads");
      }
      throw e;
    }
  }

  private static boolean isEmpty(String name, ParquetFileReader reader) {
    List<ColumnChunkMetaData> chunks = new ArrayList<>();
    reader.getRowGroups().forEach(group -> chunks.addAll(group.getColumns()));
    return chunks.stream()
        .filter(chunk -> chunk.getPath().toArray()[0].equals(name))
        .allMatch(
            chunk -> {
              Statistics<?> values = chunk.getStatistics();
              return values.isNumNullsSet() && values.getNumNulls() == chunk.getValueCount();
            });
  }

  private static boolean isString(Type type) {
    return type.isPrimitive()
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  /** A column of a type that cannot be read. */
  private static final class WrongTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongTypeException(String column, Type type, String expected) {
      super(
          String.format(
              "column \"%s\" is %s; expected %s",
              column, type.toString().replaceAll("\\s+", " "), expected));
    }
  }
}
