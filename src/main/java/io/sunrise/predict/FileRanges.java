package io.sunrise.predict;

import io.sunrise.data.OutputFiles;
import io.sunrise.predict.InputOrder.FileStart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.spark.Partitioner;

/** Assigns consecutive ranges of row indices to output files, as partitions. */
final class FileRanges extends Partitioner {
  private final List<String> names = new ArrayList<>();

  /** The first index of each file, in ascending order. */
  private final List<Long> firsts = new ArrayList<>();

  private final long count;

  private FileRanges(long count) {
    this.count = count;
  }

  /**
   * Files of equal length, {@code part-00000} and so on; those without a row are left out.
   *
   * @param files the number of files, or 0 for one that follows from the number of rows
   */
  static FileRanges equal(long count, int files) {
    FileRanges ranges = new FileRanges(count);
    ranges.add("", 0, count, files);
    return ranges;
  }

  /**
   * Files of equal length for each file of the input.
   *
   * @param files of each file, as for {@link #equal}
   * @param folder names the folder for the rows of an input file
   */
  static FileRanges byInput(
      List<FileStart> inputs, long count, int files, UnaryOperator<String> folder) {
    FileRanges ranges = new FileRanges(count);
    for (int i = 0; i < inputs.size(); i++) {
      FileStart input = inputs.get(i);
      long end = i + 1 < inputs.size() ? inputs.get(i + 1).first() : count;
      ranges.add(folder.apply(input.path()) + "/", input.first(), end - input.first(), files);
    }
    return ranges;
  }

  private void add(String prefix, long start, long rows, int setting) {
    int files = OutputFiles.ROWS.of(setting, rows);
    for (int file = 0; file < files; file++) {
      long first = (rows * file + files - 1) / files;
      long next = (rows * (file + 1) + files - 1) / files;
      if (first < next) {
        names.add(prefix + String.format(Locale.ROOT, "part-%05d", file));
        firsts.add(start + first);
      }
    }
  }

  /** The file's name below the folder of all files, without the ending. */
  String name(int file) {
    return names.get(file);
  }

  List<String> names() {
    return names;
  }

  /** The first index of a file, or the number of all rows after the last. */
  long first(int file) {
    return file < firsts.size() ? firsts.get(file) : count;
  }

  @Override
  public int numPartitions() {
    return names.size();
  }

  @Override
  public int getPartition(Object index) {
    int found = Collections.binarySearch(firsts, (Long) index);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FileRanges ranges
        && ranges.count == count
        && ranges.names.equals(names)
        && ranges.firsts.equals(firsts);
  }

  @Override
  public int hashCode() {
    return names.hashCode() * 31 + firsts.hashCode();
  }
}
