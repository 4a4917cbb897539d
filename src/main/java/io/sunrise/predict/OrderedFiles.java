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
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Writes rows in the order of their indices to files whose ranges of rows are given. */
final class OrderedFiles {
  /** Spark formats the number in the executor's locale, possibly with non-ASCII digits. */
  private static final Pattern PART = Pattern.compile("part-(\\p{Nd}+)-.*");

  private final StageRun run;
  private final OutputFormat format;
  private final FileRanges ranges;

  OrderedFiles(StageRun run, OutputFormat format, FileRanges ranges) {
    this.run = run;
    this.format = format;
    this.ranges = ranges;
  }

  /**
   * Writes the files.
   *
   * @param scored scored rows by index 0, 1, 2 ...
   * @return the number of written rows
   */
  long write(
      JavaPairRDD<Long, Scored<EncodedRow>> scored,
      PredictInput input,
      LabelColumns labels,
      String name) {
    FileRanges files = ranges;
    OutputRows output = OutputRows.of(input, labels, format);
    JavaRDD<Row> rows =
        scored
            .mapValues(EncodedRow::record)
            .repartitionAndSortWithinPartitions(files)
            .mapPartitionsWithIndex(
                (file, records) ->
                    output.ofFile(
                        new FileRecords(records, files.first(file), files.first(file + 1))),
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
        String name = ranges.name(Integer.parseInt(part.group(1)));
        Path named = new Path(to, name + "." + Names.kebab(format.name()));
        fileSystem.mkdirs(named.getParent());
        if (!fileSystem.rename(file.getPath(), named)) {
          throw new IOException(file.getPath() + " cannot be renamed to " + named);
        }
      }
    }
    fileSystem.delete(from, true);
  }
}
