package io.sunrise.predict;

import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.ml.SunriseTextClassificationModel;
import io.sunrise.model.ModelWriter;
import io.sunrise.nn.Classification;
import io.sunrise.nn.Network;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.tokenizer.TokenizerJson;
import io.sunrise.tokenizer.TokenizerTrainer;
import io.sunrise.tokenizer.WordCounter;
import io.sunrise.train.KernelBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows a second that the predict stage and a Spark ML model label, from files to files, by models
 * of random weights: {@code PredictBench FOLDER OUT [SIZE ...]}. FOLDER holds JSON Lines with a
 * field text. Leaves the models in OUT for predict_with_torch.py. Run by {@code jobs/bench.sh
 * predict}; the first round is a cold process's.
 */
public final class PredictBench {
  private static final int ROUNDS = 4;
  private static final int VOCABULARY = 8192;
  private static final int MIN_FREQUENCY = 2;
  private static final int LENGTH = 50;
  private static final int ROWS_OF_VOCABULARY = 10_000;

  private final SparkSession spark;
  private final String folder;
  private final Path out;

  private PredictBench(SparkSession spark, String folder, Path out) {
    this.spark = spark;
    this.folder = folder;
    this.out = out;
  }

  public static void main(String[] args) throws IOException {
    List<String> sizes =
        args.length > 2 ? Arrays.asList(args).subList(2, args.length) : List.of("tiny", "mini");
    SparkSession.Builder builder = SparkSession.builder().appName("sunrise-predict-bench");
    try (SparkSession spark = builder.getOrCreate()) {
      PredictBench bench = new PredictBench(spark, args[0], Path.of(args[1]).toAbsolutePath());
      TextEncoder encoder = bench.encoder();
      for (String size : sizes) {
        bench.measure(size, encoder);
      }
    }
  }

  private TextEncoder encoder() {
    WordCounter counter = new WordCounter(PreTokenizer.LOWER_CASE);
    spark.read().json(folder).select("text").limit(ROWS_OF_VOCABULARY).collectAsList().stream()
        .map(row -> TextCleaner.STANDARD.clean(row.getString(0)))
        .forEach(counter::add);
    byte[] json =
        TokenizerJson.subwords(
            TokenizerTrainer.subwords(counter.drain(), VOCABULARY, MIN_FREQUENCY),
            PreTokenizer.LOWER_CASE);
    return new TextEncoder(TextCleaner.STANDARD, json, "bench", LENGTH);
  }

  private void measure(String size, TextEncoder encoder) throws IOException {
    Path home = Files.createDirectories(out.resolve(size));
    Workspace workspace =
        Workspace.open(home.toString(), spark.sparkContext().hadoopConfiguration());
    Console console = new Console(System.out, System.err, false);
    StageRunner runner = new StageRunner(spark, workspace, 1, console);
    runner.runAnyway(new RandomModel(size, encoder));
    Path config = Files.writeString(home.resolve("bench.conf"), "sunrise {}");
    Settings settings =
        Settings.load(
            config,
            List.of(
                "workspace=\"" + home + "\"",
                "predict.input.type=jsonl",
                "predict.input.path=\"" + folder + "\"",
                "predict.output-files=" + spark.sparkContext().defaultParallelism()));
    SunriseTextClassificationModel model =
        SunriseTextClassificationModel.ofFolder(home.resolve("finetune").toString(), spark);
    Dataset<Row> texts = spark.read().json(folder).withColumnRenamed("label", "given");
    String transformed = home.resolve("transformed").toString();
    for (int round = 1; round <= ROUNDS; round++) {
      double staged = seconds(() -> runner.runAnyway(new PredictStage(settings)));
      Manifest manifest = workspace.manifest("predict").orElseThrow();
      long rows = manifest.counts().get("rows");
      double asLibrary =
          seconds(() -> model.transform(texts).write().mode("overwrite").parquet(transformed));
      System.out.printf(
          Locale.ROOT,
          "%-8s round %d: %,d rows from files to files, predict %.1f s, %,.0f rows/s, transform"
              + " %.1f s, %,.0f rows/s%n",
          size,
          round,
          rows,
          staged,
          rows / staged,
          asLibrary,
          rows / asLibrary);
    }
  }

  private static double seconds(Runnable work) {
    long started = System.nanoTime();
    work.run();
    return (System.nanoTime() - started) / 1e9;
  }

  /** Leaves a model that finetune would have left. */
  private record RandomModel(String size, TextEncoder encoder) implements Stage {
    @Override
    public String name() {
      return "finetune";
    }

    @Override
    public List<String> upstream() {
      return List.of();
    }

    @Override
    public Object settings() {
      return size;
    }

    @Override
    public void run(StageRun run) throws IOException {
      Networks task =
          Networks.of(
              new Classification(KernelBench.model(size, encoder.tokenizer().vocabularySize()), 2),
              "auto");
      Network network = task.create();
      new ModelWriter(run.fileSystem(), run.output())
          .write(
              task,
              List.of("negative", "positive"),
              encoder,
              ParameterInitializer.initialize(network.layout(), 1));
    }
  }
}
