package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.FormatSettings;
import io.sunrise.data.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.PathFilter;
import org.apache.spark.sql.SparkSession;

/** Lists the files of a path, splits them and groups them into tasks of about equal size. */
final class SourceFiles {
  private final SparkSession spark;
  private final Configuration configuration;

  SourceFiles(SparkSession spark) {
    this.spark = spark;
    this.configuration = spark.sparkContext().hadoopConfiguration();
  }

  /**
   * The files of a file, folder or glob, sorted by name; skips files and folders whose names begin
   * with a dot or underscore.
   */
  List<FileStatus> list(String location, FormatSettings format) {
    List<FileStatus> files = new ArrayList<>();
    try {
      PathFilter names = new GlobFilter(format.files());
      for (FileStatus match : Locations.find(location, configuration)) {
        Locations.visibleFiles(match, format.recursive(), configuration).stream()
            .filter(file -> names.accept(file.getPath()))
            .forEach(files::add);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new SunriseException(location + ": cannot be read: " + e.getMessage(), e);
    }
    if (files.isEmpty()) {
      throw SunriseException.of(
          "%s: no file to read there%s%s; check the path",
          location,
          format.files().equals("*") ? "" : " with a name like " + format.files(),
          format.recursive() ? "" : ", folders below left out by recursive = false");
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  /**
   * Groups the files into tasks of the size that Spark's own readers would choose.
   *
   * @param cut whether records can be found from any offset in a file
   */
  List<List<FileSlice>> tasks(List<FileStatus> files, CutFiles cut) {
    long openBytes = spark.sessionState().conf().filesOpenCostInBytes();
    long target = taskBytes(files, openBytes);
    List<List<FileSlice>> tasks = new ArrayList<>();
    List<FileSlice> task = new ArrayList<>();
    long bytes = 0;
    for (FileStatus file : files) {
      for (FileSlice slice : slices(file, cut, target)) {
        long size =
            slice.end() == FileSlice.UNKNOWN_END ? file.getLen() : slice.end() - slice.start();
        if (!task.isEmpty() && bytes + size > target) {
          tasks.add(List.copyOf(task));
          task.clear();
          bytes = 0;
        }
        task.add(slice);
        bytes += size + openBytes;
      }
    }
    tasks.add(List.copyOf(task));
    return tasks;
  }

  /** Whether a large file is split between tasks. */
  enum CutFiles {
    AT_LINES,
    NEVER
  }

  private List<FileSlice> slices(FileStatus file, CutFiles cut, long target) {
    String name = file.getPath().toString();
    if (cut == CutFiles.NEVER || FileSlice.isCompressed(file.getPath(), configuration)) {
      return List.of(new FileSlice(name, 0, FileSlice.UNKNOWN_END));
    }
    List<FileSlice> slices = new ArrayList<>();
    for (long start = 0; start < file.getLen(); start += target) {
      slices.add(new FileSlice(name, start, Math.min(file.getLen(), start + target)));
    }
    return slices;
  }

  /**
   * Spark's {@code FilePartition.maxSplitBytes}: all cores are busy, no task exceeds the maximum.
   */
  private long taskBytes(List<FileStatus> files, long openBytes) {
    long total = files.stream().mapToLong(file -> file.getLen() + openBytes).sum();
    long perCore = total / Math.max(1, spark.sparkContext().defaultParallelism());
    long most = spark.sessionState().conf().filesMaxPartitionBytes();
    return Math.max(1, Math.min(most, Math.max(openBytes, perCore)));
  }
}
