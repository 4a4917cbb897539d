package io.sunrise.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.substring;

import io.sunrise.console.JobDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;

/**
 * Writes Parquet files whose bytes depend only on the rows, not on their partitioning: a row's id
 * determines its file and its place in the file.
 *
 * <p>The file of a row is {@code floor(p * files / 2^32)}, where p is the number in the first 32
 * bits of its id, so files are ordered by id and have about equal sizes. Within a file rows are
 * sorted by id, then part, then all other columns. Rows without an id are ordered by a hash of
 * their columns. Each file is written by one task.
 */
public final class OrderedParquet {
  private static final String FILE = "__file";
  private static final String KEY = "__key";

  private OrderedParquet() {}

  /**
   * Writes {@code part-00000.parquet}, {@code part-00001.parquet} and so on, empty ones included.
   *
   * @param rows with the columns of the schema; {@link Schemas#INDEX} may be missing and is then
   *     assigned: 0, 1, 2 ... across all files
   * @param folder a Hadoop URI; existing files are replaced
   * @return the number of rows
   */
  public static long write(Dataset<Row> rows, StructType schema, String folder, int files) {
    try {
      JavaRDD<Row> ordered = ordered(rows, schema, files).javaRDD();
      long[] firstIndex = new long[files];
      if (hasColumn(schema, Schemas.INDEX)) {
        firstIndex = firstIndices(ordered, schema, files);
      }
      SerializableConfiguration configuration =
          new SerializableConfiguration(rows.sparkSession().sparkContext().hadoopConfiguration());
      ParquetFolder target = new ParquetFolder(folder, schema, configuration);
      Map<Integer, Long> counts = write(ordered, target, firstIndex);
      target.fillUp(files, counts.keySet());
      return counts.values().stream().mapToLong(Long::longValue).sum();
    } catch (Exception e) {
      throw SparkFailures.explain(folder + ": cannot be written", e);
    }
  }

  /**
   * Writes the rows and checks that none is missing.
   *
   * @param count the expected number of rows
   */
  public static long writeAll(
      Dataset<Row> rows, long count, StructType schema, String folder, int files) {
    long written = write(rows, schema, folder, files);
    if (written != count) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "%s: rows were lost: %d written of %d", folder, written, count));
    }
    return written;
  }

  /**
   * Writes rows of {@link Schemas#REJECTED}, to a number of files that depends on the number of
   * rows.
   *
   * @param count the expected number of rows
   */
  public static long writeRejected(Dataset<Row> rejected, long count, String folder) {
    int files = OutputFiles.ROWS.of(0, count);
    Dataset<Row> rows = count == 0 ? rejected.limit(0) : rejected;
    return JobDescription.step(
        rejected.sparkSession().sparkContext(),
        "writing rejected rows",
        () -> writeAll(rows, count, Schemas.REJECTED, folder, files));
  }

  /**
   * The rows in the order of their keys, with one partition per file. The file number increases
   * with the key, so it is not part of the sort order.
   *
   * @return the schema's columns without the index, the key and the number of the file
   */
  static Dataset<Row> ordered(Dataset<Row> rows, StructType schema, int files) {
    List<Column> columns = new ArrayList<>();
    List<Column> order = new ArrayList<>();
    order.add(col(KEY));
    for (String name : schema.fieldNames()) {
      if (!name.equals(Schemas.INDEX)) {
        columns.add(col(name));
        if (!(schema.apply(name).dataType() instanceof ArrayType)) {
          order.add(col(name));
        }
      }
    }
    Column key =
        hasColumn(schema, Schemas.ID)
            ? col(Schemas.ID)
            : functions.sha2(
                functions.to_json(functions.struct(columns.toArray(new Column[0]))), 256);
    Column prefix = conv(substring(col(KEY), 1, 8), 16, 10).cast("long");
    columns.add(key.as(KEY));
    return rows.select(columns.toArray(new Column[0]))
        .withColumn(FILE, functions.shiftright(prefix.multiply(files), 32).cast("int"))
        .repartition(files, element_at(lit(PartitionNumbers.of(files)), col(FILE).plus(1)))
        .sortWithinPartitions(order.toArray(new Column[0]));
  }

  /**
   * Reuses the shuffle files of {@code ordered}, so this costs a sort but does not read the rows
   * again.
   */
  private static long[] firstIndices(JavaRDD<Row> ordered, StructType schema, int files) {
    int fileColumn = schema.length();
    long[] counts = new long[files];
    ordered
        .mapPartitions(rows -> counts(rows, fileColumn).entrySet().iterator())
        .map(count -> new Tuple2<>(count.getKey(), count.getValue()))
        .collect()
        .forEach(count -> counts[count._1()] += count._2());
    long[] first = new long[files];
    for (int file = 1; file < files; file++) {
      first[file] = first[file - 1] + counts[file - 1];
    }
    return first;
  }

  private static Map<Integer, Long> counts(Iterator<Row> rows, int fileColumn) {
    Map<Integer, Long> counts = new TreeMap<>();
    while (rows.hasNext()) {
      counts.merge(rows.next().getInt(fileColumn), 1L, Long::sum);
    }
    return counts;
  }

  private static Map<Integer, Long> write(
      JavaRDD<Row> ordered, ParquetFolder target, long[] firstIndex) {
    Map<Integer, Long> counts = new TreeMap<>();
    ordered
        .mapPartitions(rows -> target.writeFiles(rows, firstIndex).iterator())
        .collect()
        .forEach(count -> counts.put(count._1(), count._2()));
    return counts;
  }

  static boolean hasColumn(StructType schema, String name) {
    return Arrays.asList(schema.fieldNames()).contains(name);
  }

  static String fileName(int file) {
    return String.format(Locale.ROOT, "part-%05d.parquet", file);
  }

  /** Deletes everything from the folder except the files that were written. */
  static void clear(FileSystem fileSystem, Path folder, int files) throws IOException {
    for (FileStatus status : fileSystem.listStatus(folder)) {
      String name = status.getPath().getName();
      boolean ours = name.matches("part-\\d{5}\\.parquet") && name.compareTo(fileName(files)) < 0;
      if (!ours) {
        fileSystem.delete(status.getPath(), true);
      }
    }
  }

  /** A file system that writes no {@code .crc} files beside the data. */
  static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    FileSystem fileSystem = Locations.fileSystem(path, configuration);
    fileSystem.setWriteChecksum(false);
    return fileSystem;
  }
}
