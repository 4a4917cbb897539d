package io.sunrise.predict;

import static org.apache.spark.sql.functions.col;

import io.sunrise.config.Names;
import io.sunrise.config.PredictSettings.OutputFormat;
import io.sunrise.data.SparkFailures;
import io.sunrise.inference.Scored;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/** Writes rows in the order of their indices to a set number of files of equal length. */
final class OrderedFiles {
  /** Spark formats the number in the executor's locale, possibly with non-ASCII digits. */
  private static final Pattern PART = Pattern.compile("part-(\\p{Nd}+)-.*");

  private static final String COLUMNS = "columns";
  private static final String ADDED = "added";

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
   * @param scored scored rows by index 0, 1, 2 ...
   * @return the number of written rows
   */
  long write(
      JavaPairRDD<Long, Scored<EncodedRow>> scored,
      PredictInput input,
      LabelColumns labels,
      String name) {
    Ranges ranges = new Ranges(input.count(), files);
    JavaRDD<Row> labelled =
        scored
            .mapValues(row -> new Scored<>(row.row().record(), row.probabilities()))
            .repartitionAndSortWithinPartitions(ranges)
            .mapPartitionsWithIndex(
                (file, rows) ->
                    new FileRows(rows, ranges.first(file), ranges.first(file + 1), labels),
                true);
    StructType schema = new StructType().add(input.record()).add(ADDED, labels.added(), false);
    Dataset<Row> rows =
        run.spark()
            .createDataFrame(labelled, schema)
            .select(input.columns(col(input.record().name())).as(COLUMNS), col(ADDED))
            .select(COLUMNS + ".*", ADDED + ".*");
    save(rows, name);
    if (labels.rows() != input.count()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "rows were lost: %d written of %d", labels.rows(), input.count()));
    }
    return labels.rows();
  }

  private void save(Dataset<Row> rows, String name) {
    String unnamed = run.output(name + "-unnamed");
    try {
      writer(rows.write().mode("overwrite")).save(unnamed);
      rename(new Path(unnamed), new Path(run.output(name)));
    } catch (Exception e) {
      throw SparkFailures.explain(
          String.format(
              "%s: cannot be written as predict.output-format = %s",
              run.output(name), Names.kebab(format.name())),
          e);
    }
  }

  /** The rows of one file; fails if one is missing. */
  private static final class FileRows implements Iterator<Row> {
    private final Iterator<Tuple2<Long, Scored<Serializable>>> rows;
    private final long end;
    private final LabelColumns labels;
    private long next;

    FileRows(
        Iterator<Tuple2<Long, Scored<Serializable>>> rows,
        long first,
        long end,
        LabelColumns labels) {
      this.rows = rows;
      this.next = first;
      this.end = end;
      this.labels = labels;
    }

    @Override
    public boolean hasNext() {
      if (rows.hasNext()) {
        return true;
      }
      requireNext(end);
      return false;
    }

    @Override
    public Row next() {
      Tuple2<Long, Scored<Serializable>> row = rows.next();
      requireNext(row._1());
      next++;
      return RowFactory.create(row._2().row(), labels.of(row._2().probabilities()));
    }

    private void requireNext(long found) {
      if (found != next) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "rows were lost or doubled: after row %d of the input comes row %d",
                next - 1,
                found));
      }
    }
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

  /** Renames the files, because Spark's file names contain a random number. */
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

  /** Partitions indices into {@code files} ranges of equal length. */
  private static final class Ranges extends Partitioner {
    private final long count;
    private final int files;

    Ranges(long count, int files) {
      this.count = count;
      this.files = files;
    }

    /** The first index of a file, or of the next file if it has no rows. */
    long first(int file) {
      return (count * file + files - 1) / files;
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
