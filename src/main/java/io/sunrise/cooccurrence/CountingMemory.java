package io.sunrise.cooccurrence;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The heap that counting and reducing take.
 *
 * @param taskBytes that one of the tasks of a process may take for its triangle
 */
public record CountingMemory(long taskBytes) {
  /** Ranks of contexts are stored in 16 bits. */
  public static final int MOST_CONTEXTS = 1 << 14;

  /** Of a process, all its tasks' triangles together. */
  private static final int SHARE_OF_HEAP = 4;

  private static final long LEAST_TASK_BYTES = 8L << 20;
  private static final int OVERSAMPLED = 16;

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
    return new CountingMemory(Math.max(LEAST_TASK_BYTES, heap / SHARE_OF_HEAP / tasks));
  }

  /** How many of the most frequent tokens a task's triangle has room for. */
  int dense(int contexts) {
    int dense = contexts;
    while (PairCounter.cells(dense) * Integer.BYTES > taskBytes) {
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
    long vectors = (long) vocabularySize * (width + OVERSAMPLED) * Float.BYTES;
    return square * (Character.BYTES + Float.BYTES) + 3 * vectors;
  }
}
