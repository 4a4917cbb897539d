package io.sunrise.predict;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The indices 0, 1, 2 ... of rows in the order of files and of rows in them, whichever partitions
 * they were read in. A row is known by Spark's {@code monotonically_increasing_id}; a partition
 * holds stretches of files, within which ids count up by one, so that only stretches are sorted.
 */
final class InputOrder implements Serializable {

  /**
   * Rows of one file, one behind the other in a partition.
   *
   * @param path of the file
   * @param position of the first row
   * @param last the last row's position
   * @param id of the first row
   */
  record Stretch(String path, long position, long last, long id, int rows)
      implements Serializable {}

  /** Ascending ids at which stretches begin. */
  private final long[] ids;

  /** The index of each stretch's first row. */
  private final long[] indices;

  private InputOrder(long[] ids, long[] indices) {
    this.ids = ids;
    this.indices = indices;
  }

  static InputOrder of(List<Stretch> stretches) {
    List<Stretch> byId = stretches.stream().sorted(Comparator.comparingLong(Stretch::id)).toList();
    long[] ids = byId.stream().mapToLong(Stretch::id).toArray();
    long[] indices = new long[ids.length];
    long index = 0;
    Stretch before = null;
    for (Stretch stretch :
        stretches.stream()
            .sorted(Comparator.comparing(Stretch::path).thenComparing(Stretch::position))
            .toList()) {
      requireApart(before, stretch);
      before = stretch;
      indices[Arrays.binarySearch(ids, stretch.id())] = index;
      index += stretch.rows();
    }
    return new InputOrder(ids, indices);
  }

  /** As tasks read a file's slices whole and no two apart, no stretch lies within another. */
  private static void requireApart(Stretch before, Stretch next) {
    if (before != null && before.path().equals(next.path()) && before.last() >= next.position()) {
      throw new IllegalStateException("rows were read out of order: " + before + ", " + next);
    }
  }

  long index(long id) {
    int found = Arrays.binarySearch(ids, id);
    int stretch = found >= 0 ? found : -found - 2;
    return indices[stretch] + id - ids[stretch];
  }
}
