package io.sunrise.train;

import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import java.io.IOException;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * One line of {@code jobs/bench.sh scale}: what the executors of this master train a second, and
 * what a step costs beside the computing, which shows where every task has one row.
 */
public final class ScaleBench {
  private static final int BATCH_ROWS = 512;
  private static final int STEPS = 10;
  private static final int SMALL_STEPS = 50;

  private ScaleBench() {}

  /**
   * Measures and prints a {@link ScalePoint}.
   *
   * @param arguments the model's size, the number of executors of one core, the network's Gbit/s
   */
  public static void main(String[] arguments) throws IOException {
    String size = arguments[0];
    int executors = Integer.parseInt(arguments[1]);
    double gigabits = Double.parseDouble(arguments[2]);
    try (SparkSession spark = SparkSession.builder().appName("sunrise bench").getOrCreate()) {
      BenchRun full =
          new BenchRun(
              size,
              BATCH_ROWS,
              KernelBench.MICRO_BATCH_ROWS,
              BenchRun.steps(size, STEPS),
              OptimizerKind.SUNRISE);
      StepTimes times = full.measure(spark, RunOn.EXECUTORS);
      int tasks = spark.sparkContext().defaultParallelism();
      BenchRun small =
          new BenchRun(size, tasks, 1, BenchRun.steps(size, SMALL_STEPS), OptimizerKind.SUNRISE);
      StepTimes beside = small.measure(spark, RunOn.EXECUTORS);
      ScalePoint point =
          new ScalePoint(
              size,
              full.parameters(),
              executors,
              gigabits,
              times.tokensPerSecond(),
              times.step(),
              beside.step(),
              times.driverMegabytes(),
              times.shuffledMegabytes());
      System.out.println(point.line());
      System.err.printf(
          Locale.ROOT, "%s, %d executors, %s Gbit/s: measured%n", size, executors, arguments[2]);
    }
  }
}
