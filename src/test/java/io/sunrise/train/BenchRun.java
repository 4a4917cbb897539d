package io.sunrise.train;

import io.sunrise.CounterRandom;
import io.sunrise.config.AdamWSettings;
import io.sunrise.config.LossSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.Schemas;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.TrainingPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A run to measure, over full rows of random words with dropout.
 *
 * @param batchRows a step
 * @param microBatchRows on a core at a time
 * @param steps an epoch
 */
record BenchRun(
    String size, int batchRows, int microBatchRows, int steps, OptimizerKind optimizer) {
  private static final int EPOCHS = 3;
  private static final double MASKING_RATE = 0.15;
  private static final int VALIDATION_ROWS = 512;

  /** As many steps as take about as long as so many of tiny, and 3 at least. */
  static int steps(String size, int ofTiny) {
    return Math.max(3, (int) (ofTiny * flops("tiny") / flops(size)));
  }

  private static double flops(String size) {
    return KernelBench.flopsPerToken(KernelBench.model(size));
  }

  /** Parameters of the model. */
  double parameters() {
    return task().create().layout().size();
  }

  StepTimes measure(SparkSession spark, RunOn runOn) throws IOException {
    Path folder = Files.createTempDirectory("sunrise-bench");
    StepTimes times = new StepTimes(EPOCHS, (long) EPOCHS * steps);
    spark.sparkContext().addSparkListener(times);
    try {
      TrainingPlace place = TrainingPlace.of(spark, runOn);
      TrainingJob job = job(folder, runOn);
      Dataset<Row> train = rows(spark, 0, batchRows * steps);
      Dataset<Row> validation = rows(spark, 1, VALIDATION_ROWS);
      new Training(place, job, train, validation, times.ofSteps()).run(new StopRequest());
    } finally {
      spark.sparkContext().removeSparkListener(times);
      delete(folder);
    }
    return times;
  }

  private Networks task() {
    return Networks.of(new MaskedTokens(KernelBench.model(size), MASKING_RATE), "auto");
  }

  private TrainingJob job(Path folder, RunOn runOn) {
    TrainingSettings settings =
        new TrainingSettings(
            EPOCHS,
            0,
            batchRows,
            microBatchRows,
            1e-3,
            0.1,
            new LossSettings(0, 0),
            new AdamWSettings(0.01, 0.9, 0.98, 1, 0),
            1,
            false,
            0,
            1_000_000,
            1,
            optimizer,
            runOn);
    Networks networks = task();
    return new TrainingJob(
        task(),
        ParameterInitializer.initialize(networks.create().layout(), 1),
        settings,
        new TrainingRun("bench", folder.toUri().toString(), "bench", 1, 1));
  }

  /**
   * Words of a row are drawn one by one; their logarithms are spread evenly, as Zipf's law has it.
   */
  private static Dataset<Row> rows(SparkSession spark, int part, int count) {
    StructType columns =
        new StructType(
            new StructField[] {
              Schemas.TOKEN_ROWS.apply(Schemas.INDEX), Schemas.TOKEN_ROWS.apply(Schemas.TOKENS)
            });
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create((long) i, words(CounterRandom.derive(part, i))));
    }
    return spark.createDataFrame(rows, columns);
  }

  private static List<Integer> words(long key) {
    int words = KernelBench.VOCABULARY - SpecialTokens.count();
    return IntStream.range(0, KernelBench.LENGTH)
        .map(i -> KernelBench.VOCABULARY - (int) Math.pow(words, CounterRandom.uniform(key, i)))
        .boxed()
        .toList();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
