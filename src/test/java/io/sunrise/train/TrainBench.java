package io.sunrise.train;

import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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
  private static final int STEPS = 8;
  private static final int ROUNDS = 3;

  private TrainBench() {}

  /** Measures the sizes named, or tiny and mini. */
  public static void main(String[] sizes) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("sunrise bench").getOrCreate()) {
      for (String size : sizes.length == 0 ? List.of("tiny", "mini") : Arrays.asList(sizes)) {
        measure(spark, size);
      }
    }
  }

  /** Alternates, as machines drift, and shows the round whose ratio is the median. */
  private static void measure(SparkSession spark, String size) throws IOException {
    int steps = BenchRun.steps(size, STEPS);
    BenchRun run =
        new BenchRun(size, BATCH_ROWS, KernelBench.MICRO_BATCH_ROWS, steps, OptimizerKind.SUNRISE);
    List<Round> rounds = new ArrayList<>();
    for (int i = 0; i < ROUNDS; i++) {
      rounds.add(new Round(run.measure(spark, RunOn.DRIVER), run.measure(spark, RunOn.EXECUTORS)));
    }
    rounds.sort(Comparator.comparingDouble(Round::ratio));
    print(spark, size, rounds);
  }

  private record Round(StepTimes onDriver, StepTimes onExecutors) {
    double ratio() {
      return onExecutors.tokensPerSecond() / onDriver.tokensPerSecond();
    }
  }

  private static void print(SparkSession spark, String size, List<Round> rounds) {
    Round median = rounds.get(ROUNDS / 2);
    StepTimes jobs = median.onExecutors();
    System.out.printf(
        Locale.ROOT,
        "%s on %s, %d rows of %d tokens a step%n"
            + "  threads of the driver  %,8.0f tokens/s%n"
            + "  Spark jobs             %,8.0f tokens/s, %.0f %% of that (%d rounds: %.0f to %.0f %%)%n"
            + "  a job's step takes %.0f ms: gradients %.0f, reducing %.0f, scheduling %.0f, broadcast"
            + " and update %.0f%n",
        size,
        spark.sparkContext().master(),
        BATCH_ROWS,
        KernelBench.LENGTH,
        median.onDriver().tokensPerSecond(),
        jobs.tokensPerSecond(),
        100 * median.ratio(),
        ROUNDS,
        100 * rounds.get(0).ratio(),
        100 * rounds.get(ROUNDS - 1).ratio(),
        jobs.step(),
        jobs.gradients(),
        jobs.reducing(),
        jobs.scheduling(),
        jobs.onDriver());
  }
}
