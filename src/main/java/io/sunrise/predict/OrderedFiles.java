package io.sunrise.predict;

import io.sunrise.config.Names;
import io.sunrise.config.PredictSettings.OutputFormat;
import io.sunrise.data.SparkFailures;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.collections4.iterators.TransformIterator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/** Writes rows in the order of their indices to a set number of files of equal length. */
final class OrderedFiles {
  /** Spark writes the number with the digits of the executor's locale. */
  private static final Pattern PART = Pattern.compile("part-(\\p{Nd}+)-.*");

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
   * @param rows by index 0, 1, 2 ...: an id, then the columns of the input
   * @param probabilities of the same indices
   * @param count how many there are
   * @return as many
   */
  long write(
      JavaPairRDD<Long, Row> rows,
      JavaPairRDD<Long, double[]> probabilities,
      LabelColumns columns,
      long count,
      String name) {
    Ranges ranges = new Ranges(Math.max(1, count), files);
    JavaRDD<Row> labelled =
        rows.mapValues(row -> values(row))
            .repartitionAndSortWithinPartitions(ranges)
            .zipPartitions(
                probabilities.repartitionAndSortWithinPartitions(ranges),
                (left, right) -> joined(left, right, columns));
    String unnamed = run.output(name + "-unnamed");
    try {
      writer(run.spark().createDataFrame(labelled, columns.schema()).write().mode("overwrite"))
          .save(unnamed);
      rename(new Path(unnamed), new Path(run.output(name)));
    } catch (Exception e) {
      throw SparkFailures.explain(
          String.format(
              "%s: cannot be written as predict.output-format = %s",
              run.output(name), Names.kebab(format.name())),
          e);
    }
    return count;
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.length() - 1];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i + 1);
    }
    return values;
  }

  /** Both sides hold the same indices in ascending order. */
  private static Iterator<Row> joined(
      Iterator<Tuple2<Long, Object[]>> rows,
      Iterator<Tuple2<Long, double[]>> probabilities,
      LabelColumns columns) {
    return new TransformIterator<>(
        rows,
        row -> {
          Tuple2<Long, double[]> scored = probabilities.next();
          if (!scored._1().equals(row._1())) {
            throw new IllegalStateException(
                "row " + row._1() + " met the probabilities of row " + scored._1());
          }
          return RowFactory.create(columns.join(row._2(), scored._2()));
        });
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
