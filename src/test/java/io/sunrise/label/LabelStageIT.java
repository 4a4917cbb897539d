package io.sunrise.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.StageTesting;
import io.sunrise.SunriseException;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.config.LabelSettings.RareClasses;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.Settings;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.preprocess.PreprocessStage;
import io.sunrise.stage.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelStageIT {
  private static final LongestText LONGEST =
      new LongestText(Optional.of(12), Settings.of(List.of()).model(), 12);
  private static final long SEED = 3;
  private static final SparkSession SPARK = SparkTesting.session();
  private static final ReadLimits LIMITS = new ReadLimits(4096, 64);

  @TempDir private static Path shared;
  private static StageTesting stages;
  @TempDir private Path folder;
  private Path input;

  @BeforeAll
  static void preprocess() {
    stages = new StageTesting(shared.resolve("run"));
    CollectSettings generated =
        TestSettings.collect("sources = [{type = generated, documents = 300}], output-files = 1");
    stages.run(new CollectStage(generated, SEED), SEED);
    PreprocessSettings settings =
        TestSettings.preprocess(
            "tokenizer { vocabulary-size = 800, min-frequency = 1 }, max-tokens = 30, min-tokens = 2,"
                + " output-files = 1");
    stages.run(new PreprocessStage(settings, new ReadLimits(1 << 20, 64), SEED), SEED);
  }

  @BeforeEach
  void makeInput() throws IOException {
    input = Files.createDirectories(folder.resolve("input"));
  }

  private static LabelledSource source(SourceType type, Path path) {
    return new LabelledSource(
        path == null
            ? TestSettings.source("type = generated, documents = 400")
            : TestSettings.source(TestSettings.source(type, path)),
        Optional.empty(),
        "label",
        Optional.empty(),
        Optional.empty());
  }

  private static LabelSettings settings(List<LabelledSource> test, LabelledSource... sources) {
    return new LabelSettings(
        List.of(sources), List.of(), test, 0.1, 0.2, RareClasses.TRAIN, Optional.of(12), 0, 2);
  }

  private static Manifest label(LabelSettings settings) {
    return stages.run(new LabelStage(settings, LIMITS, LONGEST, "preprocess", SEED), SEED);
  }

  private static void assertRefused(LabelSettings settings, String... parts) {
    assertThatThrownBy(() -> label(settings))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
  }

  @Test
  void refusesGeneratedFactsWhichHoldNoOpinion() {
    SourceSettings facts =
        TestSettings.source("type = generated, documents = 400, subjects = [facts]");
    assertRefused(
        settings(
            List.of(),
            new LabelledSource(
                facts, Optional.empty(), "label", Optional.empty(), Optional.empty())),
        "subjects = [facts] holds no opinions",
        "add film");
  }

  private static List<String> csv(int rows) {
    return IntStream.range(0, rows)
        .mapToObj(
            i -> "the verdict on film " + i + "," + List.of("good", "bad", "so so").get(i % 3))
        .toList();
  }

  private Path write(String name, List<String> rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,label"));
    lines.addAll(rows);
    return Files.write(input.resolve(name), lines);
  }

  private static List<Row> part(String name) {
    return stages.rows("label/" + name);
  }

  private static Set<String> texts(String... parts) {
    return Stream.of(parts)
        .flatMap(part -> part(part).stream())
        .map(row -> row.<String>getAs("text"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void generatedTextIsLabelledAndEncoded() throws IOException {
    Manifest manifest = label(settings(List.of(), source(SourceType.GENERATED, null)));
    assertThat(Files.readString(stages.folder().resolve("label/labels.json")))
        .contains("negative", "positive");
    assertThat(manifest.counts().get("read")).isEqualTo(400);
    assertThat(part("train"))
        .hasSize(Math.toIntExact(manifest.counts().get("train")))
        .allSatisfy(
            row -> {
              assertThat(row.<Integer>getAs("label")).isBetween(0, 1);
              List<Integer> tokens = row.getList(row.fieldIndex("tokens"));
              assertThat(tokens).hasSizeLessThanOrEqualTo(12).startsWith(2).endsWith(3);
            })
        .extracting(row -> row.<Long>getAs("index"))
        .doesNotHaveDuplicates()
        .allMatch(index -> index >= 0 && index < manifest.counts().get("train"));
  }

  @Test
  void theSplitIsStratifiedAndTheSameForAnyPartitions() throws IOException {
    write("rows.csv", csv(300));
    LabelSettings settings = settings(List.of(), source(SourceType.CSV, input));
    Manifest manifest = label(settings);
    for (String word : List.of("bad", "good", "so so")) {
      assertThat(manifest.counts())
          .containsEntry("train." + word, 70L)
          .containsEntry("validation." + word, 10L)
          .containsEntry("test." + word, 20L);
    }
    assertThat(stages.printed()).contains("so so");
    assertThat(texts("train", "validation", "test")).hasSize(300);

    Files.delete(input.resolve("rows.csv"));
    List<String> rows = new ArrayList<>(csv(300));
    Collections.shuffle(rows, new Random(2));
    for (int i = 0; i < 6; i++) {
      write(i + ".csv", rows.subList(50 * i, 50 * i + 50));
    }
    SPARK.conf().set("spark.sql.shuffle.partitions", "5");
    try {
      assertThat(files(label(settings))).isEqualTo(files(manifest));
    } finally {
      SPARK.conf().set("spark.sql.shuffle.partitions", "2");
    }
  }

  private static Map<String, String> files(Manifest manifest) {
    Map<String, String> hashes = new TreeMap<>();
    manifest.outputs().forEach((path, output) -> hashes.put(path, output.sha256()));
    return hashes;
  }

  @Test
  void numbersAreLabelsAndRowsWithoutOneAreRejected() throws IOException {
    List<String> lines =
        new ArrayList<>(List.of("{\"text\": \"no label\"}", "{\"text\": \"x\", \"label\": null}"));
    for (int i = 0; i < 60; i++) {
      lines.add("{\"text\": \"review number " + i + "\", \"label\": " + i % 2 + "}");
    }
    Files.write(input.resolve("rows.jsonl"), lines);
    Manifest manifest = label(settings(List.of(), source(SourceType.JSONL, input)));
    assertThat(manifest.values().path("labels")).hasToString("[\"0\",\"1\"]");
    assertThat(manifest.counts())
        .containsEntry("rejected", 2L)
        .containsEntry("rejected.no field \"label\"", 1L)
        .containsEntry("rejected.no label", 1L);
    assertThat(stages.rows("label/rejected")).hasSize(2);
  }

  @Test
  void labelsThatLookTheSameAreOneClassAndSimilarOnesAreWarnedOf() throws IOException {
    List<String> labels =
        List.of("good", " good", "good\u00A0", "\uFEFFgood", "Good", "tre\u0300s", "tr\u00E8s");
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 140; i++) {
      rows.add("verdict number " + i + "," + labels.get(i % labels.size()));
    }
    write("rows.csv", rows);
    Manifest manifest = label(settings(List.of(), source(SourceType.CSV, input)));
    assertThat(manifest.values().path("labels")).hasToString("[\"Good\",\"good\",\"tr\u00E8s\"]");
    assertThat(stages.printed()).contains("warning: the labels \"Good\", \"good\" differ only in");
  }

  @Test
  void stopsIfTooMuchOfASourceIsRejectedAndNamesTheSettingThatReadsIt() throws IOException {
    List<String> rows = new ArrayList<>(csv(60));
    for (int i = 0; i < 20; i++) {
      rows.add("\"they said \\\"never, ever\\\" " + i + "\",bad");
    }
    Path file = write("rows.csv", rows);
    LabelledSource source = source(SourceType.CSV, file);
    LabelStage stage =
        new LabelStage(
            settings(List.of(), source),
            new ReadLimits(4096, 64, 0.1),
            LONGEST,
            "preprocess",
            SEED);
    assertThatThrownBy(() -> stages.run(stage, SEED))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(
            "rows.csv: 20 of its 80 rows are rejected (25.0 %)",
            "collect.max-rejected-share = 0.1",
            "text after a closing quote",
            "set escape = \"\\\\\" if");
    SourceSettings escaped =
        TestSettings.source(TestSettings.source(SourceType.CSV, file) + ", escape = \"\\\\\"");
    Manifest manifest =
        label(
            settings(
                List.of(),
                new LabelledSource(
                    escaped, Optional.empty(), "label", Optional.empty(), Optional.empty())));
    assertThat(manifest.counts()).containsEntry("read", 80L).containsEntry("rejected", 0L);
    assertThat(texts("train", "validation", "test")).contains("they said \"never, ever\" 7");
  }

  @Test
  void copiesAndContradictionsAreDropped() throws IOException {
    List<String> rows = new ArrayList<>(csv(60));
    rows.addAll(rows.subList(0, 5));
    rows.add("said twice,good");
    rows.add("said  twice,bad");
    write("rows.csv", rows);
    Manifest manifest = label(settings(List.of(), source(SourceType.CSV, input)));
    assertThat(manifest.counts())
        .containsEntry("dropped.copy of another row", 5L)
        .containsEntry("dropped.same text under different labels", 2L);
    assertThat(texts("train", "validation", "test")).hasSize(60).doesNotContain("said twice");
  }

  @Test
  void aTextOfTheTestSourcesIsNotTrainedOn() throws IOException {
    write("rows.csv", csv(120));
    Path tests = Files.createDirectories(folder.resolve("tests"));
    List<String> lines = new ArrayList<>(List.of("text,label"));
    lines.addAll(csv(30));
    lines.add("only tested,good");
    Files.write(tests.resolve("test.csv"), lines);
    Manifest manifest =
        label(settings(List.of(source(SourceType.CSV, tests)), source(SourceType.CSV, input)));
    assertThat(manifest.counts())
        .containsEntry("test", 31L)
        .containsEntry("dropped.also in the test part", 30L)
        .containsEntry("train", 81L)
        .containsEntry("validation", 9L);
    assertThat(texts("test")).contains("only tested").doesNotContainAnyElementsOf(texts("train"));
    assertThat(stages.printed()).contains("30 rows are also in the test part and stay only there");
  }

  private static LabelSettings withSplit(Path file) {
    SourceSettings csv = TestSettings.source(TestSettings.source(SourceType.CSV, file));
    LabelledSource source =
        new LabelledSource(csv, Optional.empty(), "label", Optional.of("split"), Optional.empty());
    return settings(List.of(), source);
  }

  @Test
  void textsThatAreReadInPartAreCounted() throws IOException {
    List<String> rows = new ArrayList<>(csv(60));
    rows.add(
        "this verdict has many more words than the limit of this test lets the model read,good");
    write("rows.csv", rows);
    Manifest manifest = label(settings(List.of(), source(SourceType.CSV, input)));
    assertThat(manifest.values().path("cutTexts").asInt()).isEqualTo(1);
    assertThat(stages.printed())
        .contains("1 of 61 labelled texts have 12 tokens or more", "set label.max-tokens");
  }

  @Test
  void aColumnSaysHowMuchARowCounts() throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,label,sure"));
    for (int i = 0; i < 60; i++) {
      lines.add("verdict number " + i + "," + (i % 2 == 0 ? "good" : "bad") + "," + i % 3 * 0.5);
    }
    lines.add("verdict number 1,bad,7");
    lines.add("verdict number 4,bad,0");
    lines.add("verdict number 2,good,many");
    Manifest manifest = label(weighted(Files.write(input.resolve("rows.csv"), lines)));
    assertThat(manifest.counts())
        .containsEntry("dropped.weight of 0", 21L)
        .containsEntry("rejected.the weight is not a number from 0 to 1,000,000", 1L);
    Map<String, Float> weights = new TreeMap<>();
    for (String part : List.of("train", "validation", "test")) {
      part(part).forEach(row -> weights.put(row.getAs("text"), row.getAs("weight")));
    }
    assertThat(weights)
        .hasSize(40)
        .containsEntry("verdict number 1", 7f)
        .containsEntry("verdict number 2", 1f)
        .containsEntry("verdict number 4", 0.5f);
  }

  private static LabelSettings weighted(Path file) {
    SourceSettings csv = TestSettings.source(TestSettings.source(SourceType.CSV, file));
    return settings(
        List.of(),
        new LabelledSource(csv, Optional.empty(), "label", Optional.empty(), Optional.of("sure")));
  }

  private Path writeSplit(String... parts) throws IOException {
    List<String> rows = new ArrayList<>(List.of("text,label,split"));
    for (int i = 0; i < 60; i++) {
      rows.add("verdict number " + i + "," + (i % 2 == 0 ? "good" : "bad") + "," + parts[i % 6]);
    }
    rows.add("verdict number 1,bad,test");
    return Files.write(input.resolve("split.csv"), rows);
  }

  @Test
  void aColumnSaysWhichPartARowBelongsTo() throws IOException {
    Path file = writeSplit("train", "Train", "dev", "validation", "test", "test");
    Manifest manifest = label(withSplit(file));
    assertThat(manifest.counts())
        .containsEntry("train", 19L)
        .containsEntry("validation", 20L)
        .containsEntry("test", 21L)
        .containsEntry("dropped.also in the test part", 1L);
    assertThat(texts("validation")).contains("verdict number 2", "verdict number 3");
    assertThat(texts("test")).contains("verdict number 1").doesNotContain("verdict number 0");
  }

  @Test
  void aPartThatNoRowNamesIsTakenFromTrain() throws IOException {
    Manifest manifest =
        label(withSplit(writeSplit("train", "train", "train", "train", "test", "test")));
    assertThat(manifest.counts())
        .containsEntry("train", 35L)
        .containsEntry("validation", 4L)
        .containsEntry("test", 21L);
  }

  @Test
  void aPartThatIsNoneIsOneLine() throws IOException {
    Path file = writeSplit("train", "validation", "test", "train", "train", "fold 3");
    assertRefused(withSplit(file), "is in the part \"fold 3\"", "split-field");
  }

  @Test
  void validationComesFromFilesOfItsOwn() throws IOException {
    write("rows.csv", csv(120));
    Path own = Files.createDirectories(folder.resolve("own"));
    List<String> lines = new ArrayList<>(List.of("text,label"));
    lines.addAll(csv(9));
    lines.add("only validated,good");
    Path file = Files.write(own.resolve("validation.csv"), lines);
    LabelSettings settings =
        new LabelSettings(
            List.of(source(SourceType.CSV, input)),
            List.of(source(SourceType.CSV, file)),
            List.of(),
            0.1,
            0.2,
            RareClasses.TRAIN,
            Optional.of(12),
            0,
            2);
    Manifest manifest = label(settings);
    assertThat(manifest.counts())
        .containsEntry("validation", 10L)
        .containsEntry("test", 21L)
        .containsEntry("train", 90L)
        .containsEntry("dropped.also in the validation part", 9L);
    assertThat(texts("validation")).contains("only validated");
  }

  @Test
  void maxRowsKeepsSoManyBeforeTheSplit() throws IOException {
    write("rows.csv", csv(300));
    LabelSettings all = settings(List.of(), source(SourceType.CSV, input));
    Manifest manifest =
        label(
            new LabelSettings(
                all.sources(),
                List.of(),
                List.of(),
                0.1,
                0.2,
                RareClasses.TRAIN,
                Optional.of(12),
                90,
                1));
    assertThat(
            manifest.counts().get("train")
                + manifest.counts().get("validation")
                + manifest.counts().get("test"))
        .isEqualTo(90);
  }

  @Test
  void labelsThatCannotBeLearnedAreRefusedInOneLine() throws IOException {
    LabelledSource csv = source(SourceType.CSV, input);
    write("rows.csv", List.of("one,good", "two,good"));
    assertRefused(settings(List.of(), csv), "every row has the label \"good\"", "label-field");
    write("rows.csv", List.of("one,good", "two,bad", "three,bad"));
    assertRefused(
        settings(List.of(), csv), "no label has enough rows", "\"bad\" (2), \"good\" (1)");
    Files.write(input.resolve("rows.csv"), List.of("text,verdict", "one,good"));
    assertRefused(
        settings(List.of(), csv), "rows.csv: no column \"label\"", "text, verdict", "label-field");
    Files.write(input.resolve("rows.csv"), List.of("body,label", "one,good"));
    assertRefused(
        settings(List.of(), csv), "rows.csv: no column \"text\"", "body, label", "text-field");
    assertRefused(settings(List.of(), source(SourceType.TEXT, input)), "holds no labels");
    assertRefused(settings(List.of()), "label.sources is empty");
  }

  @Test
  void rareLabelsAreTrainedOnAndNamedInOneLine() throws IOException {
    List<String> rows = new ArrayList<>(csv(60));
    rows.addAll(List.of("the film number 61,rare", "the film number 62,seldom"));
    write("rows.csv", rows);

    Manifest manifest = label(settings(List.of(), source(SourceType.CSV, input)));

    assertThat(manifest.counts())
        .containsEntry("train.rare", 1L)
        .containsEntry("train.seldom", 1L)
        .containsEntry("validation.rare", 0L)
        .containsEntry("test.seldom", 0L);
    assertThat(manifest.counts().get("test.good")).isPositive();
    assertThat(stages.printed()).contains("\"rare\" (1), \"seldom\" (1)");
  }

  @Test
  void rareLabelsAreLeftOutIfRequested() throws IOException {
    List<String> rows = new ArrayList<>(csv(60));
    rows.addAll(List.of("the film number 61,rare", "the film number 62,seldom"));
    write("rows.csv", rows);
    LabelledSource csv = source(SourceType.CSV, input);

    Manifest manifest =
        label(
            new LabelSettings(
                List.of(csv),
                List.of(),
                List.of(),
                0.1,
                0.2,
                RareClasses.DROP,
                Optional.of(12),
                0,
                2));

    assertThat(manifest.values().path("labels")).hasSize(3);
    assertThat(manifest.counts()).containsEntry("dropped.label with too few rows", 2L);
    assertThat(part("train")).noneMatch(row -> row.toString().contains("number 61"));
  }
}
