package io.sunrise.data.read;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import io.sunrise.SunriseException;
import io.sunrise.data.Locations;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Reads whole records of Parquet files: every column of every file. Files of one layout are read
 * together; what files of different layouts have in common gets one type that holds all values
 * exactly, or the run stops.
 */
final class ParquetRecords {
  private static final int FILES_PER_TASK = 16;
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long NANOS_PER_MICROSECOND = 1_000;

  /** The largest integer up to which a double holds all of them. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  /**
   * A column of all files.
   *
   * @param file the first in which it has this type
   */
  private record Merged(DataType type, String file) {}

  /**
   * What the end of a file says.
   *
   * @param layout null if there is a problem
   * @param problem why the file cannot be read, or null
   */
  private record Footer(StructType layout, String problem) implements Serializable {
    static Footer of(String file, Configuration configuration) {
      try {
        return new Footer(ParquetLayout.of(file, configuration), null);
      } catch (SunriseException e) {
        return new Footer(null, e.getMessage());
      }
    }
  }

  private final SparkSession spark;

  /** By name, in the order of the first file. */
  private final Map<String, Merged> merged = new LinkedHashMap<>();

  ParquetRecords(SparkSession spark) {
    this.spark = spark;
  }

  /** Text as binary, three nulls, path, row number and the record. */
  Dataset<Row> read(List<String> files, Fields fields) {
    // In these modes Spark reads nanoseconds as numbers, and old dates as they are written unless
    // the file says otherwise.
    spark.conf().set("spark.sql.legacy.parquet.nanosAsLong", true);
    List<Tuple2<StructType, List<String>>> layouts = layouts(files);
    layouts.forEach(layout -> merge(layout._1(), layout._2().get(0)));
    for (Tuple2<StructType, List<String>> layout : layouts) {
      requireText(layout._1(), layout._2().get(0), fields);
    }
    return layouts.stream()
        .map(layout -> read(layout._1(), layout._2(), fields.text()))
        .reduce(Dataset::union)
        .orElseThrow();
  }

  /** The layouts with their files, in the order of their first files. */
  private List<Tuple2<StructType, List<String>>> layouts(List<String> files) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    List<Tuple2<Footer, List<String>>> footers =
        context
            .parallelize(files, Math.max(1, files.size() / FILES_PER_TASK))
            .mapToPair(file -> new Tuple2<>(Footer.of(file, configuration.value()), file))
            .groupByKey()
            .mapValues(ParquetRecords::sorted)
            .collect();
    footers.stream()
        .map(footer -> footer._1().problem)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .ifPresent(
            problem -> {
              throw new SunriseException(problem);
            });
    return footers.stream()
        .map(footer -> new Tuple2<>(footer._1().layout, footer._2()))
        .sorted(Comparator.comparing(layout -> layout._2().get(0)))
        .toList();
  }

  private static List<String> sorted(Iterable<String> files) {
    List<String> sorted = new ArrayList<>();
    files.forEach(sorted::add);
    sorted.sort(null);
    return sorted;
  }

  private void merge(StructType layout, String file) {
    for (StructField field : layout.fields()) {
      DataType type = field.dataType();
      Merged known = merged.get(field.name());
      if (known == null || known.type.equals(DataTypes.NullType)) {
        merged.put(field.name(), new Merged(type, file));
      } else if (ParquetLayout.isWidened(known.type, type)) {
        merged.replace(field.name(), new Merged(type, file));
      } else if (!type.equals(DataTypes.NullType)
          && !type.equals(known.type)
          && !ParquetLayout.isWidened(type, known.type)) {
        throw SunriseException.of(
            "%s: column \"%s\" is %s, in %s it is %s, and predict returns every column; write both"
                + " files with one type, or leave the column out",
            file,
            field.name(),
            ParquetLayout.name(type),
            known.file,
            ParquetLayout.name(known.type));
      }
    }
  }

  private static void requireText(StructType layout, String file, Fields fields) {
    Fields.Field text = fields.wanted().get(0);
    if (!Arrays.asList(layout.fieldNames()).contains(text.name())) {
      throw new SunriseException(text.missing(file, Arrays.asList(layout.fieldNames())));
    }
    DataType type = layout.apply(text.name()).dataType();
    if (!List.of(DataTypes.StringType, DataTypes.BinaryType, DataTypes.NullType).contains(type)) {
      throw SunriseException.of(
          "%s: column \"%s\" is %s; expected strings", file, text.name(), ParquetLayout.name(type));
    }
  }

  private Dataset<Row> read(StructType layout, List<String> files, String text) {
    Dataset<Row> own =
        Locations.reader(spark)
            .option("recursiveFileLookup", true)
            .option("datetimeRebaseMode", "CORRECTED")
            .option("int96RebaseMode", "CORRECTED")
            .parquet(files.toArray(String[]::new));
    List<Column> columns = new ArrayList<>();
    merged.forEach((name, column) -> columns.add(column(layout, name, column.type).as(name)));
    Column file = own.metadataColumn("_metadata");
    return own.select(
        column(layout, text, merged.get(text).type).cast("binary"),
        file.getField("file_path"),
        file.getField("row_index"),
        struct(columns.toArray(Column[]::new)).as(SourceRows.RECORD));
  }

  /** A column of files of this layout in the type of all files. */
  private static Column column(StructType layout, String name, DataType type) {
    if (type.equals(DataTypes.NullType)) {
      return lit(null).cast(DataTypes.StringType);
    }
    boolean present = Arrays.asList(layout.fieldNames()).contains(name);
    StructField own = present ? layout.apply(name) : null;
    if (own == null || own.dataType().equals(DataTypes.NullType)) {
      return lit(null).cast(type);
    }
    Column read = col("`" + name.replace("`", "``") + "`");
    if (own.metadata().contains(ParquetLayout.NANOSECONDS)) {
      return udf(timestamps(name, type), type).apply(read);
    }
    if (own.dataType().equals(DataTypes.LongType) && type.equals(DataTypes.DoubleType)) {
      return udf(exactDoubles(name), type).apply(read);
    }
    return own.dataType().equals(type) ? read : read.cast(type);
  }

  /** Spark's timestamps count microseconds. */
  private static UDF1<Long, Object> timestamps(String name, DataType type) {
    boolean local = type.equals(DataTypes.TimestampNTZType);
    return nanoseconds -> {
      if (nanoseconds == null) {
        return null;
      }
      if (nanoseconds % NANOS_PER_MICROSECOND != 0) {
        throw SunriseException.of(
            "column \"%s\" has a timestamp of %d nanoseconds since 1970, which is no whole number"
                + " of microseconds, and Spark has no finer timestamps; write it in microseconds",
            name, nanoseconds);
      }
      Instant instant =
          Instant.ofEpochSecond(
              Math.floorDiv(nanoseconds, NANOS_PER_SECOND),
              Math.floorMod(nanoseconds, NANOS_PER_SECOND));
      return local ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC) : instant;
    };
  }

  private static UDF1<Long, Double> exactDoubles(String name) {
    return number -> {
      if (number != null && Math.abs(number) > EXACT_IN_DOUBLE) {
        throw SunriseException.of(
            "column \"%s\" is bigint in one file and double in another, and no double is exactly"
                + " its value %d; write all files with one type",
            name, number);
      }
      return number == null ? null : (Double) number.doubleValue();
    };
  }
}
