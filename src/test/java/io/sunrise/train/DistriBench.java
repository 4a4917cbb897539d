package io.sunrise.train;

import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * The same module, rows and steps under our optimizer and under DLlib's DistriOptimizer. Run by
 * {@code jobs/bench.sh distri [SIZE ...]}; {@code MASTER} says where.
 */
public final class DistriBench {
  private static final int BATCH_ROWS = 512;
  private static final int STEPS = 10;

  private DistriBench() {}

  /** Measures the sizes named, or tiny. */
  public static void main(String[] sizes) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("sunrise bench").getOrCreate()) {
      System.out.printf(
          "%-8s %-24s %10s %26s%n", "model", "optimizer", "tokens/s", "loss on validation rows");
      for (String size : sizes.length == 0 ? List.of("tiny") : Arrays.asList(sizes)) {
        measure(spark, size, OptimizerKind.SUNRISE, RunOn.DRIVER, "sunrise, threads");
        measure(spark, size, OptimizerKind.SUNRISE, RunOn.EXECUTORS, "sunrise, Spark jobs");
        measure(spark, size, OptimizerKind.DISTRI, RunOn.EXECUTORS, "DistriOptimizer");
      }
    }
  }

  private static void measure(
      SparkSession spark, String size, OptimizerKind optimizer, RunOn runOn, String name)
      throws IOException {
    StepTimes times =
        new BenchRun(size, BATCH_ROWS, KernelBench.MICRO_BATCH_ROWS, STEPS, optimizer)
            .measure(spark, runOn);
    System.out.printf(
        Locale.ROOT,
        "%-8s %-24s %,10.0f %26.4f%n",
        size,
        name,
        times.tokensPerSecond(),
        times.validationLoss());
  }
}
