package io.sunrise.train;

import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.SparkSession;

/**
 * What training makes a second of full rows of masked tokens on threads of the driver and as Spark
 * jobs, and where a step's time goes there. Run by {@code jobs/bench.sh train [SIZE ...]}; {@code
 * MASTER} says where.
 */
public final class TrainBench {
  private static final int BATCH_ROWS = 512;
  private static final int STEPS = 6;

  private TrainBench() {}

  /** Measures the sizes named, or tiny and mini. */
  public static void main(String[] sizes) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("sunrise bench").getOrCreate()) {
      for (String size : sizes.length == 0 ? List.of("tiny", "mini") : Arrays.asList(sizes)) {
        measure(spark, size);
      }
    }
  }

  private static void measure(SparkSession spark, String size) throws IOException {
    BenchRun run =
        new BenchRun(size, BATCH_ROWS, KernelBench.MICRO_BATCH_ROWS, STEPS, OptimizerKind.SUNRISE);
    StepTimes onDriver = run.measure(spark, RunOn.DRIVER);
    StepTimes onExecutors = run.measure(spark, RunOn.EXECUTORS);
    System.out.printf(
        Locale.ROOT,
        "%s on %s, %d rows of %d tokens a step%n"
            + "  threads of the driver  %,8.0f tokens/s%n"
            + "  Spark jobs             %,8.0f tokens/s, %.0f %% of that%n"
            + "  a job's step takes %.0f ms: gradients %.0f, reducing %.0f, scheduling %.0f, broadcast"
            + " and update %.0f%n",
        size,
        spark.sparkContext().master(),
        BATCH_ROWS,
        KernelBench.LENGTH,
        onDriver.tokensPerSecond(),
        onExecutors.tokensPerSecond(),
        100 * onExecutors.tokensPerSecond() / onDriver.tokensPerSecond(),
        onExecutors.step(),
        onExecutors.gradients(),
        onExecutors.reducing(),
        onExecutors.scheduling(),
        onExecutors.onDriver());
  }
}
