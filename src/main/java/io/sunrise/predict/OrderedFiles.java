package io.sunrise.predict;

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
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Writes rows in the order of their indices to a set number of files of equal length. */
final class OrderedFiles {
  /** Spark formats the number in the executor's locale, possibly with non-ASCII digits. */
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
   * @param scored scored rows by index 0, 1, 2 ...
   * @return the number of written rows
   */
  long write(
      JavaPairRDD<Long, Scored<EncodedRow>> scored,
      PredictInput input,
      LabelColumns labels,
      String name) {
    Ranges ranges = new Ranges(input.count(), files);
    OutputRows output = OutputRows.of(input, labels, format);
    JavaRDD<Row> rows =
        scored
            .mapValues(row -> row.row().labelled(row.probabilities()))
            .repartitionAndSortWithinPartitions(ranges)
            .mapPartitionsWithIndex(
                (file, records) ->
                    output.ofFile(
                        new FileRecords(records, ranges.first(file), ranges.first(file + 1))),
                true);
    save(output, rows, name);
    if (labels.rows() != input.count()) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "rows were lost: %d written of %d", labels.rows(), input.count()));
    }
    return labels.rows();
  }

  private void save(OutputRows output, JavaRDD<Row> rows, String name) {
    String unnamed = run.output(name + "-unnamed");
    try {
      output.writer(run.spark(), rows).mode("overwrite").save(unnamed);
      rename(new Path(unnamed), new Path(run.output(name)));
    } catch (Exception e) {
      throw SparkFailures.explain(
          String.format(
              "%s: cannot be written as predict.output-format = %s",
              run.output(name), Names.kebab(format.name())),
          e);
    }
  }

  /** The records of one file; fails if one is missing. */
  private static final class FileRecords implements Iterator<Scored<Serializable>> {
    private final Iterator<Tuple2<Long, Scored<Serializable>>> records;
    private final long end;
    private long next;

    FileRecords(Iterator<Tuple2<Long, Scored<Serializable>>> records, long first, long end) {
      this.records = records;
      this.next = first;
      this.end = end;
    }

    @Override
    public boolean hasNext() {
      if (records.hasNext()) {
        return true;
      }
      requireNext(end);
      return false;
    }

    @Override
    public Scored<Serializable> next() {
      Tuple2<Long, Scored<Serializable>> record = records.next();
      requireNext(record._1());
      next++;
      return record._2();
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
