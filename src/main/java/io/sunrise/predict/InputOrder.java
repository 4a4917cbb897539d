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
 * The indices 0, 1, 2 ... of rows in the order of files and of rows in them, whichever partitions
 * they were read in. A row is known by Spark's {@code monotonically_increasing_id}; a partition
 * holds segments of files, within which ids count up by one, so that only segments are sorted.
 */
final class InputOrder implements Serializable {

  /**
   * Rows of one file, one after the other in a partition.
   *
   * @param path of the file
   * @param position of the first row
   * @param last the last row's position
   * @param id of the first row
   */
  record Segment(String path, long position, long last, long id, int rows)
      implements Serializable {}

  /** Ascending ids at which segments begin. */
  private final long[] ids;

  /** The index of each segment's first row. */
  private final long[] indices;

  private InputOrder(long[] ids, long[] indices) {
    this.ids = ids;
    this.indices = indices;
  }

  /**
   * The order of rows. The driver gets as much as there are slices of files, however many rows.
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
    long index = 0;
    Segment before = null;
    for (Segment segment :
        segments.stream()
            .sorted(Comparator.comparing(Segment::path).thenComparing(Segment::position))
            .toList()) {
      requireApart(before, segment);
      before = segment;
      indices[Arrays.binarySearch(ids, segment.id())] = index;
      index += segment.rows();
    }
    return new InputOrder(ids, indices);
  }

  /** As tasks read a file's slices whole and no two apart, no segment lies within another. */
  private static void requireApart(Segment before, Segment next) {
    if (before != null && before.path().equals(next.path()) && before.last() >= next.position()) {
      throw new IllegalStateException("rows were read out of order: " + before + ", " + next);
    }
  }

  long index(long id) {
    int found = Arrays.binarySearch(ids, id);
    int segment = found >= 0 ? found : -found - 2;
    return indices[segment] + id - ids[segment];
  }
}
