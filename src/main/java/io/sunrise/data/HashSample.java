package io.sunrise.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * An exact number of rows, chosen by a hash of (seed, key): the same rows for any partitioning.
 *
 * <p>The hash's first 32 bits put a row into a cell. Two counts, each of at most 2^16 numbers on
 * the driver, find the cell in which the wished number is reached; the few rows of that cell are
 * ranked. The rows are read three times, so persist what is dear to compute.
 */
public final class HashSample {
  private static final String CELL = "__cell";
  private static final String RANK = "__rank";
  private static final int BITS = 16;

  private HashSample() {}

  /** 64 bits that follow from the seed and the columns. */
  public static Column hash(long seed, List<String> keys) {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(seed));
    keys.forEach(key -> columns.add(col(key)));
    return functions.xxhash64(columns.toArray(new Column[0]));
  }

  /**
   * Keeps the {@code limit} rows of smallest hash; all of them where there are no more, or where
   * the limit is 0.
   *
   * @param keys columns that tell rows apart
   * @param ties further columns, which decide between rows of equal keys
   */
  public static Dataset<Row> keep(
      Dataset<Row> rows, long limit, long seed, List<String> keys, List<String> ties) {
    if (limit == 0) {
      return rows;
    }
    Dataset<Row> placed =
        rows.withColumn(CELL, shiftrightunsigned(hash(seed, keys), 64 - 2 * BITS));
    long[] coarse = counts(placed, shiftrightunsigned(col(CELL), BITS));
    if (Arrays.stream(coarse).sum() <= limit) {
      return rows;
    }
    Boundary high = boundary(coarse, limit);
    Dataset<Row> near = placed.filter(shiftrightunsigned(col(CELL), BITS).equalTo(high.bucket));
    Boundary low =
        boundary(counts(near, col(CELL).bitwiseAND((1L << BITS) - 1)), limit - high.below);
    long cell = ((long) high.bucket << BITS) + low.bucket;
    Dataset<Row> tied = ranked(placed.filter(col(CELL).equalTo(cell)), keys, ties);
    return placed
        .filter(col(CELL).lt(cell))
        .drop(CELL)
        .unionByName(tied.filter(col(RANK).leq(limit - high.below - low.below)).drop(CELL, RANK));
  }

  private static Dataset<Row> ranked(Dataset<Row> rows, List<String> keys, List<String> ties) {
    List<Column> order = new ArrayList<>();
    keys.forEach(key -> order.add(col(key)));
    ties.forEach(tie -> order.add(col(tie)));
    Column rank =
        functions
            .row_number()
            .over(Window.partitionBy(col(CELL)).orderBy(order.toArray(new Column[0])));
    return rows.withColumn(RANK, rank);
  }

  private static long[] counts(Dataset<Row> rows, Column bucket) {
    long[] counts = new long[1 << BITS];
    for (Row row : rows.groupBy(bucket.cast("int").as(CELL)).count().collectAsList()) {
      counts[row.getInt(0)] = row.getLong(1);
    }
    return counts;
  }

  /** The bucket that holds row number {@code limit}, and the rows in the buckets below it. */
  private record Boundary(int bucket, long below) {}

  private static Boundary boundary(long[] counts, long limit) {
    long below = 0;
    int bucket = 0;
    while (below + counts[bucket] < limit) {
      below += counts[bucket++];
    }
    return new Boundary(bucket, below);
  }
}
