package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.CleaningSettings.CleaningStep;
import io.sunrise.config.Settings;
import io.sunrise.finetune.FinetuneStage;
import io.sunrise.model.ModelFolder;
import io.sunrise.pretrain.PretrainStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictStageIT {
  @TempDir static Path folder;
  private static TinyRun tiny;

  @BeforeAll
  static void train() throws IOException {
    tiny = new TinyRun(folder).prepare();
    Settings settings =
        tiny.settings(
            "finetune.scratch=false",
            "finetune.baseline=false",
            "finetune.epochs=20",
            "finetune.learning-rate=2e-3");
    tiny.run(new PretrainStage(settings));
    tiny.run(new FinetuneStage(settings));
  }

  @Test
  void labelsJsonLinesAndKeepsEveryFieldAndTheOrder() throws Exception {
    write(
        "in.jsonl",
        "{\"n\": 1, \"text\": \"the film was great and lovely .\", \"more\": {\"a\": [1, 2]}}",
        "{\"n\": 2, \"text\": \"the meal was awful and boring .\"}",
        "{\"n\": 3, \"text\":",
        "{\"n\": 4, \"text\": \"the book was superb and fine .\", \"late\": true}");

    predict("jsonl", "in.jsonl", "predict.output-format=jsonl");

    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(tiny.path("predict/predictions/part-00000.jsonl"))) {
      rows.add(new ObjectMapper().readTree(line));
    }
    assertThat(rows).extracting(row -> row.path("n").asInt()).containsExactly(1, 2, 0, 4);
    assertThat(rows)
        .extracting(row -> row.path("label").asText())
        .containsExactly("positive", "negative", "null", "positive");
    assertThat(rows.get(0).path("more").path("a").toString()).isEqualTo("[1,2]");
    assertThat(rows.get(3).path("late").asBoolean()).isTrue();
    JsonNode first = rows.get(0);
    assertThat(first.path("probability").asDouble())
        .isEqualTo(first.path("probability_positive").asDouble());
    assertThat(
            first.path("probability_positive").asDouble()
                + first.path("probability_negative").asDouble())
        .isCloseTo(1, within(1e-9));
    assertThat(tiny.manifest("predict").counts())
        .containsEntry("rows", 4L)
        .containsEntry("without text", 0L)
        .containsEntry("label.positive", 2L)
        .containsEntry("label.negative", 1L)
        .containsEntry("rejected", 1L)
        .containsEntry("rejected.not a JSON object on one line", 1L);
    assertThat(parquet("predict/rejected").get(0).<String>getAs("reason"))
        .isEqualTo("not a JSON object on one line");
  }

  @Test
  void labelsCsvAndWritesCsvThatKeepsQuotesLineBreaksAndALabelColumn() throws Exception {
    write(
        "in.csv",
        "label,text,note",
        "old,\"the film was great , \"\"lovely\"\" .\",\" two\nlines \"",
        "short,row",
        "new,the plot was weak and poor .,");

    predict("csv", "in.csv", "predict.output-format=csv");

    String csv = Files.readString(tiny.path("predict/predictions/part-00000.csv"));
    assertThat(csv)
        .startsWith(
            "label,text,note,predicted_label,probability,probability_negative,"
                + "probability_positive\n"
                + "old,\"the film was great , \"\"lovely\"\" .\",\" two\nlines \",positive,")
        .contains("\n,,,,,,\nnew,the plot was weak and poor .,,negative,");
    assertThat(tiny.manifest("predict").counts())
        .containsEntry("rejected.wrong number of columns", 1L);
  }

  @Test
  void stopsIfMoreRowsThanAllowedCannotBeRead() throws Exception {
    write("comma.csv", "text,n", "the film was great .,1", "the film, was great .,2");
    assertThatThrownBy(() -> predict("csv", "comma.csv", "collect.max-rejected-share=0.1"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("1 of its 2 rows are rejected")
        .hasMessageContaining("wrong number of columns");
  }

  @Test
  void labelsParquetInItsOwnTypes() throws Exception {
    SparkSession spark = SparkTesting.session();
    spark
        .range(10)
        .selectExpr(
            "cast(id as decimal(9,2)) amount",
            "concat('the film was ', if(id % 2 = 0, 'great', 'awful')) text",
            "array(id) list")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("in.parquet").toString());

    predict("parquet", "in.parquet", "predict.output-files=3");

    List<Row> rows = parquet("predict/predictions");
    assertThat(tiny.path("predict/predictions"))
        .isDirectoryContaining("glob:**/part-00002.parquet");
    assertThat(rows).hasSize(10);
    for (int i = 0; i < 10; i++) {
      assertThat(rows.get(i).getDecimal(0).intValue()).isEqualTo(i);
      assertThat(rows.get(i).<String>getAs("label"))
          .isEqualTo(i % 2 == 0 ? "positive" : "negative");
    }
  }

  @Test
  void givesTheSameProbabilitiesHoweverTheRowsAreSpread() throws Exception {
    List<String> lines =
        IntStream.range(0, 300)
            .mapToObj(i -> "the film was great " + "and ".repeat(i % 7))
            .toList();
    Files.createDirectories(folder.resolve("many"));
    for (int file = 0; file < 6; file++) {
      write(
          "many/" + file + ".txt", lines.subList(file * 50, file * 50 + 50).toArray(String[]::new));
    }
    write("one.txt", lines.toArray(String[]::new));

    predict("text", "many");
    List<Row> many = parquet("predict/predictions");
    predict("text", "one.txt", "predict.output-files=4");

    assertThat(parquet("predict/predictions")).isEqualTo(many);
  }

  @Test
  void refusesAPathThatIsNotThereAndATypeThatIsNotForThis() throws IOException {
    Files.writeString(folder.resolve("page.md"), "# A page");
    assertThatThrownBy(() -> predict("text", "nowhere.txt"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("nowhere.txt");
    assertThatThrownBy(() -> tiny.run(new PredictStage(tiny.settings())))
        .hasMessageStartingWith("predict.input.path is not set");
    assertThatThrownBy(() -> predict("markdown", "page.md"))
        .hasMessageStartingWith("predict.input.type is markdown; expected text, jsonl, csv");
  }

  @Test
  void refusesColumnsThatTheOutputCannotHoldInOneLine() throws IOException {
    SparkTesting.session()
        .sql("select 'the film was great .' text, array('a') tags")
        .write()
        .parquet(folder.resolve("nested.parquet").toString());
    assertThatThrownBy(() -> predict("parquet", "nested.parquet", "predict.output-format=csv"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("cannot be written as predict.output-format = csv")
        .hasMessageContaining("tags")
        .hasMessageNotContaining("\n");
    write("twice.jsonl", "{\"text\": \"the film was great .\", \"a\": 1, \"A\": 2}");
    assertThatThrownBy(() -> predict("jsonl", "twice.jsonl"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("its columns \"a\" and \"A\" differ in upper and lower case only");
  }

  @Test
  void readsOnlyTheParquetFilesAskedFor() throws IOException {
    SparkSession spark = SparkTesting.session();
    String among = folder.resolve("among").toString();
    spark.range(3).selectExpr("'the film was great .' text").coalesce(1).write().parquet(among);
    write("among/notes.txt", "no Parquet");

    predict("parquet", "among", "predict.input.files=\"*.parquet\"");

    assertThat(parquet("predict/predictions")).hasSize(3);
  }

  @Test
  void printsOneTextsWayThroughTheFiveLayers() {
    int before = tiny.printed().length();

    TextTrace.print(tiny.workspace(), "The film was GREAT and lovely.", tiny.console());

    String printed = tiny.printed().substring(before);
    assertThat(
            printed.lines().filter(line -> !line.startsWith(" ")).map(line -> line.split(":")[0]))
        .containsExactly("1 tokens", "2 embedding", "3 transformer layers", "4 head", "5 decision");
    assertThat(printed)
        .contains("  [CLS] the film was great and lovely . [SEP]\n  2 5 10 6 15 8 16 9 3\n")
        .contains("2 embedding: 9 tokens x 128 numbers")
        .contains("3 transformer layers: 2, each 9 tokens x 128 numbers")
        .contains("4 head: logits\n  negative ")
        .containsPattern("5 decision: positive, with probability [01]\\.\\d{3}\n");
  }

  @Test
  void tracesNothingWithAModelFileThatHasAFlippedByte() throws Exception {
    Path file = tiny.path("finetune/model.safetensors");
    byte[] whole = Files.readAllBytes(file);
    byte[] damaged = whole.clone();
    damaged[damaged.length - 9] ^= 4;
    Files.write(file, damaged);
    try {
      assertThatThrownBy(() -> TextTrace.print(tiny.workspace(), "the film", tiny.console()))
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining("model.safetensors: damaged");
    } finally {
      Files.write(file, whole);
    }
  }

  @Test
  void refusesAModelBesideOtherStepsOfCleaningThanItLearnedWith() throws Exception {
    write("clean.txt", "the film was great .");
    Path file = tiny.path("finetune/cleaning.json");
    byte[] own = Files.readAllBytes(file);
    Files.write(file, new TextCleaner(List.of(CleaningStep.WHITE_SPACE)).toJson());
    try {
      assertThatThrownBy(() -> predict("text", "clean.txt"))
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining("cleaning.json: damaged");
      String model = tiny.path("finetune").toString();
      // As one that has been copied from elsewhere, without a manifest.
      assertThatThrownBy(() -> ModelFolder.open(tiny.workspace().fileSystem(), model, Map.of()))
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining(
              "finetune/cleaning.json: its steps are white-space, model.safetensors was trained"
                  + " with mojibake, unicode, markup, white-space;");
    } finally {
      Files.write(file, own);
    }
  }

  private static void predict(String type, String path, String... overrides) throws IOException {
    List<String> all =
        Stream.concat(
                Stream.of(
                    "collect.max-rejected-share=0.5",
                    "predict.input.type=" + type,
                    "predict.input.path=\"" + folder.resolve(path) + "\""),
                Stream.of(overrides))
            .collect(Collectors.toList());
    tiny.run(new PredictStage(tiny.settings(all.toArray(String[]::new))));
  }

  private static void write(String name, String... lines) throws IOException {
    Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  /** The rows of a folder in the order of files and of rows in them. */
  private static List<Row> parquet(String relative) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Stream<Path> files = Files.list(tiny.path(relative))) {
      for (Path file : files.sorted().toList()) {
        rows.addAll(SparkTesting.session().read().parquet(file.toString()).collectAsList());
      }
    }
    return rows;
  }
}
