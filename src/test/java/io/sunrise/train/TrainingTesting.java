package io.sunrise.train;

import io.sunrise.SparkTesting;
import io.sunrise.config.AdamWSettings;
import io.sunrise.config.LossSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.Masking;
import io.sunrise.data.Schemas;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Objective;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ReplacedTokens;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.TrainingPlace;
import io.sunrise.train.trace.TrainingListener;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** A small job: rows that count up from one of two numbers, which a one-layer model learns. */
final class TrainingTesting {
  static final int STEPS_PER_EPOCH = 5;
  private static final int VOCABULARY = 24;
  private static final ModelConfig MODEL = new ModelConfig(VOCABULARY, 16, 1, 2, 32, 16, 0.1);

  private TrainingTesting() {}

  /** A job and its rows. */
  record Case(TrainingJob job, Dataset<Row> train, Dataset<Row> validation) {

    /** The same with another objective over the same parameters. */
    Case of(Objective objective) {
      Networks networks = Networks.of(objective, "java");
      return new Case(
          new TrainingJob(networks, job.initialParameters(), job.settings(), job.run()),
          train,
          validation);
    }
  }

  static Case job(Path directory) {
    return job(directory, settings(OptimizerKind.SUNRISE, 4), 37);
  }

  static Case job(Path directory, TrainingSettings settings, int rows) {
    return job(directory, settings, rows, 3);
  }

  /**
   * A job of so many rows.
   *
   * @param partitions in which they come
   */
  static Case job(Path directory, TrainingSettings settings, int rows, int partitions) {
    Networks networks = Networks.of(new MaskedTokens(MODEL, 0.2), "java");
    float[] initial = ParameterInitializer.initialize(networks.create().layout(), 1);
    TrainingRun run = new TrainingRun("pretrain", directory.toUri().toString(), "job-1", 1, 1);
    // Indices with gaps, as a share held out by hash leaves.
    return new Case(
        new TrainingJob(networks, initial, settings, run),
        rows(rows, 3, 0, partitions),
        rows(9, 3, 1, partitions));
  }

  /** Four epochs of replaced-token detection over the same rows. */
  static Case replaced(Path directory) {
    Case masked = job(directory);
    Networks networks =
        Networks.of(
            new ReplacedTokens(
                MODEL.as(Architecture.ELECTRA), 0.5, Masking.ofTokens(0.2), LossOptions.PLAIN),
            "java");
    float[] initial = ParameterInitializer.initialize(networks.create().layout(), 1);
    return new Case(
        new TrainingJob(networks, initial, masked.job().settings(), masked.job().run()),
        masked.train(),
        masked.validation());
  }

  private static final AdamWSettings ADAM_W = new AdamWSettings(0.01, 0.9, 0.999, 1, 0);

  static TrainingSettings settings(OptimizerKind optimizer, int epochs) {
    return settings(optimizer, epochs, 8, 1e-2, 0);
  }

  /**
   * Settings of which some matter to a test.
   *
   * @param patience above 0 keeps the best epoch and stops that many after it
   */
  static TrainingSettings settings(
      OptimizerKind optimizer, int epochs, int batchRows, double learningRate, int patience) {
    boolean keepBest = patience > 0;
    return new TrainingSettings(
        epochs,
        0,
        batchRows,
        2,
        learningRate,
        0.1,
        new LossSettings(0, 0),
        ADAM_W,
        1,
        keepBest,
        patience,
        3,
        2,
        optimizer,
        RunOn.AUTO);
  }

  /** The same settings with another loss or optimizer. */
  static TrainingSettings with(TrainingSettings settings, LossSettings loss, AdamWSettings adamW) {
    return new TrainingSettings(
        settings.epochs(),
        settings.steps(),
        settings.batchRows(),
        settings.microBatchRows(),
        settings.learningRate(),
        settings.warmupShare(),
        loss,
        adamW,
        settings.clipNorm(),
        settings.keepBest(),
        settings.earlyStoppingPatience(),
        settings.checkpointSteps(),
        settings.checkpointsKept(),
        settings.optimizer(),
        settings.runOn());
  }

  static TrainingPlace on(RunOn runOn, int parallel) {
    return on(runOn, parallel, TrainingPlace.DRIVER_SUM_BYTES);
  }

  static TrainingPlace on(RunOn runOn, int parallel, long driverSumBytes) {
    return new TrainingPlace(
        SparkTesting.session(), runOn, parallel, driverSumBytes, TrainingPlace.BLOCK_ROWS);
  }

  /** Executors that cache and read back so many rows of a task together. */
  static TrainingPlace inBlocks(int parallel, int blockRows) {
    return new TrainingPlace(
        SparkTesting.session(),
        RunOn.EXECUTORS,
        parallel,
        TrainingPlace.DRIVER_SUM_BYTES,
        blockRows);
  }

  static TrainingResult train(Case of, TrainingPlace place) {
    return train(of, place, new StopRequest(), TrainingListener.SILENT);
  }

  static TrainingResult train(
      Case of, TrainingPlace place, StopRequest stop, TrainingListener listener) {
    return new Training(place, of.job(), of.train(), of.validation(), listener).run(stop);
  }

  static TrainingListener warningsTo(List<String> warnings) {
    return new TrainingListener() {
      @Override
      public void warning(String line) {
        warnings.add(line);
      }
    };
  }

  static int[] bits(TrainingResult result) {
    return IntStream.range(0, result.parameters().length)
        .map(i -> Float.floatToRawIntBits(result.parameters()[i]))
        .toArray();
  }

  private static Dataset<Row> rows(int count, int stride, int offset, int partitions) {
    StructType columns =
        new StructType(
            new org.apache.spark.sql.types.StructField[] {
              Schemas.TOKEN_ROWS.apply(Schemas.INDEX), Schemas.TOKEN_ROWS.apply(Schemas.TOKENS)
            });
    List<Row> rows =
        IntStream.range(0, count)
            .mapToObj(
                i -> RowFactory.create((long) i * stride + offset, tokens(i * stride + offset)))
            .toList();
    return SparkTesting.session().createDataFrame(rows, columns).repartition(partitions);
  }

  private static List<Integer> tokens(int index) {
    int length = 5 + index % 8;
    int[] content =
        IntStream.range(0, length).map(i -> 5 + (index % 2 * 9 + i) % (VOCABULARY - 5)).toArray();
    return Arrays.stream(SpecialTokens.FIRST.frame(content)).boxed().toList();
  }
}
