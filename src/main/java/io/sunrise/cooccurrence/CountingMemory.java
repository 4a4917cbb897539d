package io.sunrise.cooccurrence;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The heap that counting and reducing take.
 *
 * @param heap of a process that runs tasks, in bytes
 * @param tasks that it runs at once
 */
public record CountingMemory(long heap, int tasks) {
  /** Ranks of contexts are stored in 16 bits. */
  public static final int MOST_CONTEXTS = 1 << 14;

  /** Of a process, all its tasks' triangles together. */
  private static final int SHARE_OF_HEAP = 4;

  private static final long LEAST_TRIANGLE = 8L << 20;

  /** Of a task beside its triangle: a table, its keys in order and a block of sums. */
  private static final long TASK_BYTES = 64L << 20;

  /** Of this session's tasks. */
  public static CountingMemory of(SparkSession spark) {
    SparkConf conf = spark.sparkContext().getConf();
    boolean local = spark.sparkContext().isLocal();
    int parallel = spark.sparkContext().defaultParallelism();
    int executors = Math.max(1, spark.sparkContext().statusTracker().getExecutorInfos().length - 1);
    int tasks = local ? parallel : (parallel + executors - 1) / executors;
    long heap =
        local
            ? Runtime.getRuntime().maxMemory()
            : conf.getSizeAsBytes("spark.executor.memory", "1g");
    return new CountingMemory(heap, tasks);
  }

  /** The most that the triangle of a task may take. */
  private long triangle() {
    return Math.max(LEAST_TRIANGLE, heap / SHARE_OF_HEAP / tasks);
  }

  /** The most that the tasks of a process take. */
  public long ofTasks(int contexts) {
    long triangle = Math.min(triangle(), PairCounter.cells(contexts) * Integer.BYTES);
    return tasks * (TASK_BYTES + triangle);
  }

  /** How many of the most frequent tokens a task's triangle has room for. */
  int dense(int contexts) {
    int dense = contexts;
    while (PairCounter.cells(dense) * Integer.BYTES > triangle()) {
      dense -= CountedPairs.BLOCK_ROWS;
    }
    return dense;
  }

  /**
   * The most that the driver takes: the values of the contexts' own rows, of which all could be
   * positive, and the vectors three times.
   */
  public static long ofDriver(int vocabularySize, int contexts, int width) {
    long square = (long) Math.min(vocabularySize, contexts) * Math.min(vocabularySize, contexts);
    long vectors = (long) vocabularySize * (width + TruncatedSvd.OVERSAMPLED) * Float.BYTES;
    return square * (Character.BYTES + Float.BYTES) + 3 * vectors;
  }
}
