package io.sunrise.data;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftrightunsigned;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;

/**
 * Samples an exact number of rows by a hash of (seed, key): the same rows for any partitioning.
 *
 * <p>The first 32 bits of the hash assign a row to a cell. Two counts, each of at most 2^16 numbers
 * per group on the driver, find the cell in which the requested number is reached; the few rows of
 * that cell are ranked. The rows are read three times, so persist them if they are expensive to
 * compute.
 */
public final class HashSample {
  private static final String GROUP = "__group";
  private static final String CELL = "__cell";
  private static final String RANK = "__rank";
  private static final int BITS = 16;

  /** What Spark's xxhash64 starts from. */
  private static final long SPARK_SEED = 42;

  private final long seed;
  private final List<String> keys;
  private final List<String> ties;

  /**
   * A sample.
   *
   * @param keys columns that identify a row
   * @param ties further columns that order rows with equal keys
   */
  public HashSample(long seed, List<String> keys, List<String> ties) {
    this.seed = seed;
    this.keys = List.copyOf(keys);
    this.ties = List.copyOf(ties);
  }

  /** A 64-bit hash of the seed and the columns. */
  public static Column hash(long seed, List<String> keys) {
    List<Column> columns = new ArrayList<>();
    columns.add(lit(seed));
    keys.forEach(key -> columns.add(col(key)));
    return functions.xxhash64(columns.toArray(new Column[0]));
  }

  /** The order in which rows with one numeric key are kept, for rows in memory. */
  public static <T> Comparator<T> order(long seed, ToLongFunction<T> key) {
    ToLongFunction<T> cell =
        row ->
            XXH64.hashLong(key.applyAsLong(row), XXH64.hashLong(seed, SPARK_SEED))
                >>> (64 - 2 * BITS);
    return Comparator.comparingLong(cell).thenComparingLong(key);
  }

  /**
   * Keeps the {@code limit} rows with the smallest hashes; all rows if there are no more, or if the
   * limit is 0.
   */
  public static Dataset<Row> keep(
      Dataset<Row> rows, long limit, long seed, List<String> keys, List<String> ties) {
    return limit == 0
        ? rows
        : new HashSample(seed, keys, ties).keepOfEach(rows, lit(""), Map.of("", limit));
  }

  /**
   * Keeps the rows with the smallest hashes of each group.
   *
   * @param group a string column
   * @param limits the number of rows to keep by group; groups that are not named are kept whole
   */
  public Dataset<Row> keepOfEach(Dataset<Row> rows, Column group, Map<String, Long> limits) {
    Dataset<Row> placed =
        rows.withColumn(GROUP, group)
            .withColumn(CELL, shiftrightunsigned(hash(seed, keys), 64 - 2 * BITS));
    Column high = shiftrightunsigned(col(CELL), BITS);
    Map<String, long[]> counts = counts(placed, high);
    Map<String, Long> wanted = new TreeMap<>(limits);
    wanted.keySet().retainAll(counts.keySet());
    wanted.entrySet().removeIf(e -> Arrays.stream(counts.get(e.getKey())).sum() <= e.getValue());
    if (wanted.isEmpty()) {
      return rows;
    }
    Map<String, Boundary> highs = boundaries(counts, wanted);
    Dataset<Row> near = placed.filter(high.equalTo(ofGroup(highs, Boundary::bucket)));
    Map<String, Long> wantedNear = new TreeMap<>();
    highs.forEach((name, boundary) -> wantedNear.put(name, boundary.left));
    Column low = col(CELL).bitwiseAND((1L << BITS) - 1);
    Map<String, Boundary> lows = boundaries(counts(near, low), wantedNear);
    Column cell =
        functions
            .shiftleft(ofGroup(highs, Boundary::bucket), BITS)
            .plus(ofGroup(lows, Boundary::bucket));
    Dataset<Row> tied =
        placed
            .filter(col(CELL).equalTo(cell))
            .withColumn(RANK, rank())
            .filter(col(RANK).leq(ofGroup(lows, Boundary::left)));
    return placed
        .filter(cell.isNull().or(col(CELL).lt(cell)))
        .drop(CELL, GROUP)
        .unionByName(tied.drop(CELL, GROUP, RANK));
  }

  private Column rank() {
    List<Column> order = new ArrayList<>();
    keys.forEach(key -> order.add(col(key)));
    ties.forEach(tie -> order.add(col(tie)));
    return functions
        .row_number()
        .over(Window.partitionBy(GROUP, CELL).orderBy(order.toArray(new Column[0])));
  }

  private static Map<String, long[]> counts(Dataset<Row> rows, Column bucket) {
    Map<String, long[]> counts = new TreeMap<>();
    Dataset<Row> counted = rows.groupBy(col(GROUP), bucket.cast("int").as(CELL)).count();
    for (Row row : counted.collectAsList()) {
      counts.computeIfAbsent(row.getString(0), group -> new long[1 << BITS])[row.getInt(1)] =
          row.getLong(2);
    }
    return counts;
  }

  /** The bucket with the last requested row of a group, and the number of rows to keep from it. */
  private record Boundary(long bucket, long left) {}

  private static Map<String, Boundary> boundaries(
      Map<String, long[]> counts, Map<String, Long> wanted) {
    Map<String, Boundary> boundaries = new TreeMap<>();
    wanted.forEach(
        (group, limit) ->
            boundaries.put(
                group, boundary(counts.getOrDefault(group, new long[1 << BITS]), limit)));
    return boundaries;
  }

  private static Boundary boundary(long[] counts, long limit) {
    long left = limit;
    int bucket = 0;
    while (counts[bucket] < left) {
      left -= counts[bucket++];
    }
    return new Boundary(bucket, left);
  }

  /** The number for the row's group, or null if the group has none. */
  private static Column ofGroup(Map<String, Boundary> numbers, ToLongFunction<Boundary> number) {
    List<Column> entries = new ArrayList<>();
    numbers.forEach(
        (group, boundary) -> {
          entries.add(lit(group));
          entries.add(lit(number.applyAsLong(boundary)));
        });
    return functions.map(entries.toArray(new Column[0])).apply(col(GROUP));
  }
}
