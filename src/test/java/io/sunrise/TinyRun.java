package io.sunrise;

import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.data.Schemas;
import io.sunrise.finetune.FinetuneStage;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.tokenizer.Tokenizer;
import io.sunrise.tokenizer.TokenizerJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * A workspace in which preprocess and label are done: sentences of a few words, about things that
 * are good or bad.
 */
public final class TinyRun {
  private static final List<String> THINGS = List.of("film", "book", "plot", "meal", "phone");
  private static final List<String> GOOD = List.of("great", "lovely", "fine", "superb");
  private static final List<String> BAD = List.of("awful", "boring", "poor", "weak");

  private final Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Console console;
  private int partitions = 1;
  private int documentRows = 1;
  private String introduction = "";
  private int maxTokens = 12;
  private String fatal;
  private int timesUntilFatal;

  public TinyRun(Path folder) {
    this.folder = folder;
    PrintStream out =
        new PrintStream(printed, true, StandardCharsets.UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            if (fatal != null && line.contains(fatal) && --timesUntilFatal == 0) {
              throw new IllegalStateException("as the test wants, after: " + line);
            }
          }
        };
    this.console = new Console(out, out, false);
  }

  /** Makes preprocess and label leave their rows in so many files. */
  public TinyRun ofPartitions(int count) {
    partitions = count;
    return this;
  }

  /** Makes each document of preprocess so many rows. */
  public TinyRun ofDocumentsOfRows(int count) {
    documentRows = count;
    return this;
  }

  /** Makes labelled texts begin with words that say nothing, and so longer than other rows. */
  public TinyRun ofLongTexts() {
    introduction = "the film was the film . ".repeat(4);
    maxTokens = 40;
    return this;
  }

  /** Makes the run break off, once, when it prints the n-th line with this in it. */
  public TinyRun breakingOffAt(String text, int times) {
    fatal = text;
    timesUntilFatal = times;
    return this;
  }

  /** The smallest model and the least work; {@code overrides} are KEY=VALUE. */
  public Settings settings(String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "workspace=\"" + folder.resolve("run") + "\"",
                "preprocess.max-tokens=12",
                "pretrain.epochs=2",
                "pretrain.batch-rows=64",
                "pretrain.validation-share=0.1",
                "pretrain.checkpoint-steps=2",
                "finetune.epochs=3",
                "finetune.unlabelled-rows=0",
                "report.example-text=\"the film is great\""));
    all.addAll(List.of(overrides));
    try {
      Path file = Files.writeString(folder.resolve("tiny.conf"), "sunrise {}");
      return Settings.load(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Workspace workspace() {
    return Workspace.open(folder.resolve("run").toString(), new Configuration());
  }

  /** A file or folder in the workspace. */
  public Path path(String relative) {
    return folder.resolve("run").resolve(relative);
  }

  public Console console() {
    return console;
  }

  /** What was printed so far. */
  public String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  public StageRunner.Outcome run(Stage stage) throws IOException {
    return new StageRunner(SparkTesting.session(), workspace(), 1, console).run(stage);
  }

  public Manifest manifest(String stage) {
    return workspace().manifest(stage).orElseThrow();
  }

  /** Commits what preprocess and label would have left. */
  public TinyRun prepare() throws IOException {
    return prepare(TextCleaner.STANDARD);
  }

  /** The same, of text that was cleaned so. */
  public TinyRun prepare(TextCleaner cleaner) throws IOException {
    run(new Prepared("preprocess", List.of(), cleaner, run -> preprocess(cleaner, run)));
    return prepareLabels();
  }

  /** Commits what label would have left. */
  public TinyRun prepareLabels() throws IOException {
    run(new Prepared("label", List.of("preprocess"), introduction, this::label));
    return this;
  }

  /** The same, and a classifier after one epoch each, to predict with. */
  public TinyRun fineTuned() throws IOException {
    prepare();
    Settings settings =
        settings(
            "pretrain.epochs=1",
            "finetune.epochs=1",
            "finetune.scratch=false",
            "finetune.baseline=false");
    run(new PretrainStage(settings));
    run(new FinetuneStage(settings));
    return this;
  }

  private void preprocess(TextCleaner cleaner, StageRun run) throws IOException {
    write(run, TextCleaner.FILE, cleaner.toJson());
    byte[] tokenizerJson = TokenizerJson.words(vocabulary(), PreTokenizer.LOWER_CASE);
    write(run, "tokenizer.json", tokenizerJson);
    List<Row> rows = new ArrayList<>();
    Tokenizer tokenizer = Tokenizer.load(tokenizerJson, "tokenizer.json");
    for (int i = 0; i < 300; i++) {
      int[] ids = SpecialTokens.FIRST.frame(tokenizer.encode(sentence(i)));
      rows.add(RowFactory.create((long) i, id(i / documentRows), i % documentRows, ids));
    }
    parquet(run, rows, Schemas.TOKEN_ROWS, "tokens");
  }

  private void label(StageRun run) throws IOException {
    byte[] tokenizerJson = TokenizerJson.words(vocabulary(), PreTokenizer.LOWER_CASE);
    write(
        run,
        "labels.json",
        String.format(
                Locale.ROOT,
                "{\"labels\": [\"negative\", \"positive\"], \"maxTokens\": %d}",
                maxTokens)
            .getBytes(StandardCharsets.UTF_8));
    Tokenizer tokenizer = Tokenizer.load(tokenizerJson, "tokenizer.json");
    int from = 1000;
    for (String part : List.of("train", "validation", "test")) {
      int count = part.equals("train") ? 96 : 40;
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String text = introduction + sentence(from + i);
        int[] ids = SpecialTokens.FIRST.frame(tokenizer.encode(text));
        rows.add(RowFactory.create((long) i, id(from + i), text, (from + i) % 2, 1f, ids));
      }
      from += count;
      parquet(run, rows, Schemas.LABELLED_ROWS, part);
    }
  }

  /** Odd ones are good, even ones bad. */
  private static String sentence(int number) {
    long key = CounterRandom.derive(CounterRandom.key(1, "tiny"), number);
    List<String> adjectives = number % 2 == 1 ? GOOD : BAD;
    return String.format(
        "the %s was %s and %s .",
        THINGS.get(CounterRandom.below(key, 0, THINGS.size())),
        adjectives.get(CounterRandom.below(key, 1, adjectives.size())),
        adjectives.get(CounterRandom.below(key, 2, adjectives.size())));
  }

  private static List<String> vocabulary() {
    List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
    vocabulary.addAll(List.of("the", "was", "is", "and", "."));
    vocabulary.addAll(THINGS);
    vocabulary.addAll(GOOD);
    vocabulary.addAll(BAD);
    return vocabulary;
  }

  private static String id(int number) {
    return String.format(Locale.ROOT, "%016x%016x", CounterRandom.bits(7, number), number);
  }

  private static void write(StageRun run, String name, byte[] bytes) throws IOException {
    try (var out = run.fileSystem().create(new org.apache.hadoop.fs.Path(run.output(name)), true)) {
      out.write(bytes);
    }
  }

  private void parquet(StageRun run, List<Row> rows, StructType schema, String name) {
    var spread =
        JavaSparkContext.fromSparkContext(run.spark().sparkContext()).parallelize(rows, partitions);
    run.spark().createDataFrame(spread, schema).write().parquet(run.output(name));
  }

  /** A stage that leaves what a test wants. */
  private record Prepared(String name, List<String> upstream, Object settings, Work work)
      implements Stage {
    interface Work {
      void run(StageRun run) throws IOException;
    }

    @Override
    public void run(StageRun run) throws IOException {
      work.run(run);
    }
  }
}
