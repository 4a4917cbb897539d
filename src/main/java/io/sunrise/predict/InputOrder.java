package io.sunrise.predict;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Assigns the indices 0, 1, 2 ... to rows in the order of files and of the rows in them, whatever
 * their partitioning. A row is identified by Spark's {@code monotonically_increasing_id}; a
 * partition consists of segments of files, within which ids increase by one, so that only segments
 * are sorted.
 */
final class InputOrder implements Serializable {

  /**
   * Consecutive rows of one file in a partition.
   *
   * @param path the file
   * @param position the position of the first row
   * @param last the position of the last row
   * @param id the id of the first row
   */
  record Segment(String path, long position, long last, long id, int rows)
      implements Serializable {}

  /**
   * A file that has rows.
   *
   * @param first the index of its first row
   */
  record FileStart(String path, long first) implements Serializable {}

  /** The first id of each segment, in ascending order. */
  private final long[] ids;

  /** The index of each segment's first row. */
  private final long[] indices;

  /** In the order of their rows. */
  private final List<FileStart> files;

  private InputOrder(long[] ids, long[] indices, List<FileStart> files) {
    this.ids = ids;
    this.indices = indices;
    this.files = files;
  }

  /**
   * Computes the order of rows. The driver receives one segment per slice of a file, independent of
   * the number of rows.
   *
   * @param places id, path and position
   */
  static InputOrder of(Dataset<Row> places) {
    return of(places.toJavaRDD().mapPartitions(rows -> segments(rows).iterator()).collect());
  }

  private static List<Segment> segments(Iterator<Row> rows) {
    List<Segment> segments = new ArrayList<>();
    while (rows.hasNext()) {
      Row row = rows.next();
      append(segments, row.getLong(0), row.getString(1), row.getLong(2));
    }
    return segments;
  }

  private static void append(List<Segment> segments, long id, String path, long position) {
    int end = segments.size() - 1;
    Segment last = end < 0 ? null : segments.get(end);
    if (last != null && last.path.equals(path) && last.last < position) {
      segments.set(end, new Segment(path, last.position, position, last.id, last.rows + 1));
    } else {
      segments.add(new Segment(path, position, position, id, 1));
    }
  }

  static InputOrder of(List<Segment> segments) {
    List<Segment> byId = segments.stream().sorted(Comparator.comparingLong(Segment::id)).toList();
    long[] ids = byId.stream().mapToLong(Segment::id).toArray();
    long[] indices = new long[ids.length];
    List<FileStart> files = new ArrayList<>();
    long index = 0;
    Segment before = null;
    for (Segment segment :
        segments.stream()
            .sorted(Comparator.comparing(Segment::path).thenComparing(Segment::position))
            .toList()) {
      requireApart(before, segment);
      if (before == null || !before.path().equals(segment.path())) {
        files.add(new FileStart(segment.path(), index));
      }
      before = segment;
      indices[Arrays.binarySearch(ids, segment.id())] = index;
      index += segment.rows();
    }
    return new InputOrder(ids, indices, files);
  }

  /** Segments cannot be nested or overlap, because a task reads a slice whole and in order. */
  private static void requireApart(Segment before, Segment next) {
    if (before != null && before.path().equals(next.path()) && before.last() >= next.position()) {
      throw new IllegalStateException("rows were read out of order: " + before + ", " + next);
    }
  }

  List<FileStart> files() {
    return files;
  }

  long index(long id) {
    int found = Arrays.binarySearch(ids, id);
    int segment = found >= 0 ? found : -found - 2;
    return indices[segment] + id - ids[segment];
  }
}
