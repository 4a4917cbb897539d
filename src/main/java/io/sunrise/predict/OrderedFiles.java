package io.sunrise.predict;

import io.sunrise.config.Names;
import io.sunrise.config.PredictSettings.OutputFormat;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Writes rows in the order of their indices to a set number of files of equal length. */
final class OrderedFiles {
  private static final Pattern PART = Pattern.compile("part-(\\d+)-.*");

  private final StageRun run;
  private final OutputFormat format;
  private final int files;

  OrderedFiles(StageRun run, OutputFormat format, int files) {
    this.run = run;
    this.format = format;
    this.files = files;
  }

  /**
   * Writes {@code part-00000.jsonl} and so on.
   *
   * @param rows with an index 0, 1, 2 ... in their first column, which is not written
   * @param count how many there are
   */
  void write(Dataset<Row> rows, long count, String name) throws IOException {
    int width = rows.columns().length;
    JavaRDD<Row> ordered =
        rows.toJavaRDD()
            .mapToPair(row -> new Tuple2<>(row.getLong(0), row))
            .repartitionAndSortWithinPartitions(new Ranges(Math.max(1, count), files))
            .values()
            .map(row -> withoutIndex(row, width));
    StructType schema = new StructType(Arrays.copyOfRange(rows.schema().fields(), 1, width));
    String unnamed = run.output(name + "-unnamed");
    writer(run.spark().createDataFrame(ordered, schema).write().mode("overwrite")).save(unnamed);
    rename(new Path(unnamed), new Path(run.output(name)));
  }

  private static Row withoutIndex(Row row, int width) {
    Object[] values = new Object[width - 1];
    for (int i = 1; i < width; i++) {
      values[i - 1] = row.get(i);
    }
    return RowFactory.create(values);
  }

  private DataFrameWriter<Row> writer(DataFrameWriter<Row> writer) {
    return switch (format) {
      case PARQUET -> writer.format("parquet").option("compression", "zstd");
      case JSONL -> writer.format("json");
      case CSV ->
          writer
              .format("csv")
              .option("header", true)
              .option("escape", "\"")
              .option("emptyValue", "")
              .option("ignoreLeadingWhiteSpace", false)
              .option("ignoreTrailingWhiteSpace", false);
    };
  }

  /** Spark puts a random number into the names of files; ours are the same for the same rows. */
  private void rename(Path from, Path to) throws IOException {
    FileSystem fileSystem = run.fileSystem();
    fileSystem.delete(to, true);
    fileSystem.mkdirs(to);
    for (FileStatus file : fileSystem.listStatus(from)) {
      Matcher part = PART.matcher(file.getPath().getName());
      if (part.matches()) {
        String name =
            String.format(
                Locale.ROOT,
                "part-%05d.%s",
                Integer.parseInt(part.group(1)),
                Names.kebab(format.name()));
        if (!fileSystem.rename(file.getPath(), new Path(to, name))) {
          throw new IOException(file.getPath() + " cannot be renamed to " + new Path(to, name));
        }
      }
    }
    fileSystem.delete(from, true);
  }

  /** The first of {@code files} equal ranges of indices, the second, and so on. */
  private static final class Ranges extends Partitioner {
    private final long count;
    private final int files;

    Ranges(long count, int files) {
      this.count = count;
      this.files = files;
    }

    @Override
    public int numPartitions() {
      return files;
    }

    @Override
    public int getPartition(Object index) {
      return (int) ((Long) index * files / count);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ranges ranges && ranges.count == count && ranges.files == files;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(count) * 31 + files;
    }
  }
}
