package io.sunrise.train.gradient;

import io.sunrise.config.TrainingSettings.RunOn;
import org.apache.spark.sql.SparkSession;

/**
 * Where a run's steps run.
 *
 * @param runOn executors or driver
 * @param parallel tasks a step on executors, threads on the driver
 * @param driverSumBytes the most bytes of a step's gradients that executors send to the driver as
 *     they are; of more, reducers send it the sum
 * @param blockRows rows of a task that are cached, and read back once spilled, together
 */
public record TrainingPlace(
    SparkSession spark, RunOn runOn, int parallel, long driverSumBytes, int blockRows) {
  /** What the driver takes in sooner than reducers start. */
  public static final long DRIVER_SUM_BYTES = 16 << 20;

  /** A few megabytes, which are read from a disk in tens of milliseconds. */
  public static final int BLOCK_ROWS = 1 << 14;

  /** Spark's setting for another number of bytes, which changes no bit of the weights. */
  private static final String DRIVER_SUM_KEY = "spark.sunrise.driverSumBytes";

  /** The place that a setting asks for; auto is the driver where the master is local. */
  public static TrainingPlace of(SparkSession spark, RunOn setting) {
    boolean local = spark.sparkContext().isLocal();
    boolean onDriver = setting == RunOn.DRIVER || (setting == RunOn.AUTO && local);
    int parallel =
        onDriver && !local
            ? Runtime.getRuntime().availableProcessors()
            : spark.sparkContext().defaultParallelism();
    long driverSumBytes =
        spark.sparkContext().getConf().getSizeAsBytes(DRIVER_SUM_KEY, DRIVER_SUM_BYTES);
    return new TrainingPlace(
        spark, onDriver ? RunOn.DRIVER : RunOn.EXECUTORS, parallel, driverSumBytes, BLOCK_ROWS);
  }

  /** Whether the driver sums the gradients of so many numbers of so many tasks. */
  public static boolean sumsOnDriver(long driverSumBytes, int tasks, int length) {
    return (long) tasks * length * Float.BYTES <= driverSumBytes;
  }
}
