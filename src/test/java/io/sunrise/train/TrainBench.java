package io.sunrise.train;

import io.sunrise.config.AdamWSettings;
import io.sunrise.config.LossSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.ParameterInitializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What training makes a second of full rows of masked tokens on threads of the driver and as Spark
 * jobs, and where a step's time goes there. Run by {@code jobs/bench.sh train [SIZE ...]}; {@code
 * MASTER} says where.
 */
public final class TrainBench {
  private static final int BATCH_ROWS = 512;
  private static final int STEPS_PER_EPOCH = 6;
  private static final int EPOCHS = 3;
  private static final double MASKING_RATE = 0.15;

  private TrainBench() {}

  /** Measures the sizes named, or tiny and mini. */
  public static void main(String[] sizes) throws IOException {
    Path folder = Files.createTempDirectory("sunrise-bench");
    try (SparkSession spark = SparkSession.builder().appName("sunrise bench").getOrCreate()) {
      List<String> all = sizes.length == 0 ? List.of("tiny", "mini") : Arrays.asList(sizes);
      for (String size : all) {
        measure(spark, size, folder.resolve(size));
      }
    } finally {
      delete(folder);
    }
  }

  private static void measure(SparkSession spark, String size, Path folder) {
    StepTimes onDriver = new StepTimes();
    StepTimes onExecutors = new StepTimes();
    train(spark, size, folder.resolve("driver"), RunOn.DRIVER, onDriver);
    train(spark, size, folder.resolve("executors"), RunOn.EXECUTORS, onExecutors);
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

  private static void train(
      SparkSession spark, String size, Path folder, RunOn runOn, StepTimes times) {
    ModelConfig model = ModelSizes.named(size, KernelBench.VOCABULARY, KernelBench.LENGTH, 0.1);
    TrainingTask task = TrainingTask.maskedTokens(model, MASKING_RATE, "auto");
    ModelNetworks networks = ModelNetworks.chosenHere(task);
    TrainingSettings settings =
        new TrainingSettings(
            EPOCHS,
            BATCH_ROWS,
            16,
            1e-4,
            0.1,
            new LossSettings(0, 0),
            new AdamWSettings(0.01, 0.9, 0.98, 1, 0),
            1,
            false,
            0,
            1_000_000,
            1,
            OptimizerKind.SUNRISE,
            runOn);
    TrainingJob job =
        new TrainingJob(
            task,
            ParameterInitializer.initialize(networks.create().layout(), 1),
            new TrainingRows(rows(spark, BATCH_ROWS * STEPS_PER_EPOCH), rows(spark, 0)),
            settings,
            new TrainingRun("bench", folder.toUri().toString(), "bench", 1, 1));
    spark.sparkContext().addSparkListener(times);
    Training.run(TrainingPlace.of(spark, runOn), job, networks, new StopRequest(), times.ofSteps());
    spark.sparkContext().removeSparkListener(times);
  }

  private static Dataset<Row> rows(SparkSession spark, int count) {
    StructType columns =
        new StructType(
            new StructField[] {
              Schemas.TOKEN_ROWS.apply(Schemas.INDEX), Schemas.TOKEN_ROWS.apply(Schemas.TOKENS)
            });
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TokenRow row = KernelBench.row(i);
      rows.add(RowFactory.create(row.index(), Arrays.stream(row.tokens()).boxed().toList()));
    }
    return spark.createDataFrame(rows, columns);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Sums over the steps of the last epoch but its first, whose jobs also place the rows. */
  private static final class StepTimes extends SparkListener {
    private boolean counting;
    private long steps;
    private long tokens;
    private double stepMillis;
    private double jobMillis;
    private double gradientMillis;
    private double reduceMillis;
    private long jobStarted;

    TrainingListener ofSteps() {
      return new TrainingListener() {
        @Override
        public void step(StepRecord record) {
          synchronized (StepTimes.this) {
            if (counting) {
              steps++;
              tokens += record.tokens();
              stepMillis += 1e3 * record.tokens() / record.tokensPerSecond();
            }
            counting = record.epoch() == EPOCHS && record.step() < (long) EPOCHS * STEPS_PER_EPOCH;
          }
        }
      };
    }

    @Override
    public synchronized void onJobStart(SparkListenerJobStart job) {
      jobStarted = job.time();
    }

    @Override
    public synchronized void onJobEnd(SparkListenerJobEnd job) {
      if (counting) {
        jobMillis += job.time() - jobStarted;
      }
    }

    @Override
    public synchronized void onStageCompleted(SparkListenerStageCompleted stage) {
      double millis =
          (long) stage.stageInfo().completionTime().get()
              - (long) stage.stageInfo().submissionTime().get();
      if (counting && stage.stageInfo().shuffleDepId().isDefined()) {
        gradientMillis += millis;
      } else if (counting) {
        reduceMillis += millis;
      }
    }

    double tokensPerSecond() {
      return 1e3 * tokens / stepMillis;
    }

    double step() {
      return stepMillis / steps;
    }

    double gradients() {
      return gradientMillis / steps;
    }

    double reducing() {
      return reduceMillis / steps;
    }

    double scheduling() {
      return jobMillis / steps - gradients() - reducing();
    }

    double onDriver() {
      return step() - jobMillis / steps;
    }
  }
}
