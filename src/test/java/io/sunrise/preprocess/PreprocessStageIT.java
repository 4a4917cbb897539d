package io.sunrise.preprocess;

import static io.sunrise.preprocess.PreprocessTesting.SEED;
import static io.sunrise.preprocess.PreprocessTesting.assertRefused;
import static io.sunrise.preprocess.PreprocessTesting.collected;
import static io.sunrise.preprocess.PreprocessTesting.collectedSource;
import static io.sunrise.preprocess.PreprocessTesting.files;
import static io.sunrise.preprocess.PreprocessTesting.ids;
import static io.sunrise.preprocess.PreprocessTesting.preprocess;
import static io.sunrise.preprocess.PreprocessTesting.tokenizer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.StageTesting;
import io.sunrise.config.Names;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.demo.GeneratedText;
import io.sunrise.stage.Manifest;
import io.sunrise.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreprocessStageIT {
  private static final PreprocessSettings SUBWORDS = settings(TokenizerType.SUBWORDS, true, 20, 0);

  @TempDir private Path folder;

  private static PreprocessSettings settings(
      TokenizerType type, boolean lowerCase, int maxTokens, long maxRows) {
    return TestSettings.preprocess(
        String.format(
            Locale.ROOT,
            "tokenizer { type = %s, vocabulary-size = 500, lower-case = %s, min-frequency = 1 },"
                + " max-tokens = %d, min-tokens = 2, max-rows = %d, output-files = 3",
            Names.kebab(type.name()),
            lowerCase,
            maxTokens,
            maxRows));
  }

  @Test
  void wordsOfASentenceAreItsTokens() throws IOException {
    StageTesting stages = collected(folder, "The sun rises in the east.");
    Manifest manifest = preprocess(stages, settings(TokenizerType.WORDS, false, 50, 0));
    Row row = stages.rows("preprocess/tokens").get(0);
    Tokenizer tokenizer = tokenizer(stages);
    assertThat(tokenizer.tokens(ids(row)))
        .containsExactly("[CLS]", "The", "sun", "rises", "in", "the", "east", ".", "[SEP]");
    assertThat(manifest.values().at("/example/raw").asText())
        .isEqualTo("The sun rises in the east.");
    assertThat(manifest.values().at("/example/tokens")).hasSize(9);
    assertThat(manifest.values().at("/example/ids")).hasSize(9);
    assertThat(manifest.values().path("unknownShare").asDouble()).isZero();
    assertThat(manifest.values().path("tokensPerWord").asDouble()).isEqualTo(1);
    assertThat(manifest.values().path("meanFill").asDouble()).isEqualTo(9.0 / 50);
    assertThat(stages.folder().resolve("preprocess/vocab.txt"))
        .content()
        .startsWith("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n");
    assertThat(stages.folder().resolve("preprocess/tokenizer_config.json")).exists();
  }

  @Test
  void everyDocumentIsKeptDroppedOrCounted() throws IOException {
    StageTesting stages =
        collected(
            folder,
            "A first sentence stands here.",
            "A  first <b>sentence</b> stands here.",
            "A first sentence stands here.",
            "<br /> &nbsp;",
            "Short",
            "A second sentence, which is long enough to be cut into several rows of a few ids each,"
                + " as it goes on and on and on. Then comes another one. And another.");
    Manifest manifest = preprocess(stages, settings(TokenizerType.WORDS, true, 12, 0));
    assertThat(manifest.counts())
        .containsEntry("documents", 6L)
        .containsEntry("dropped.empty after cleaning", 1L)
        .containsEntry("dropped.copy of another document", 2L)
        .containsEntry("dropped.row shorter than min-tokens", 1L)
        .containsEntry("dropped.row left out by max-rows", 0L);
    List<Row> rows = stages.rows("preprocess/tokens");
    assertThat(manifest.counts())
        .containsEntry("rows", (long) rows.size())
        .containsEntry("tokens", rows.stream().mapToLong(row -> ids(row).length).sum());
    assertThat(rows)
        .hasSizeGreaterThan(4)
        .allSatisfy(row -> assertThat(ids(row)).hasSizeBetween(4, 12).startsWith(2).endsWith(3));
    assertThat(stages.dataset("preprocess/dropped").groupBy("of").sum("count").collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[documents,3]", "[rows,1]");
  }

  @Test
  void rowsAreCountedThroughInTheOrderOfTheirIds() throws IOException {
    StageTesting stages = collected(folder, sentences(300).toArray(String[]::new));
    preprocess(stages, SUBWORDS);
    List<Row> rows = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      List<Row> part = stages.rows("preprocess/tokens/part-0000" + file + ".parquet");
      for (Row row : part) {
        long prefix = Long.parseLong(row.<String>getAs("id").substring(0, 8), 16);
        assertThat((prefix * 3) >> 32).isEqualTo(file);
      }
      rows.addAll(part);
    }
    assertThat(rows)
        .extracting(row -> row.<Long>getAs("index"))
        .isEqualTo(IntStream.range(0, rows.size()).mapToObj(i -> (long) i).toList());
    assertThat(rows)
        .extracting(row -> row.getAs("id") + "/" + (1000 + row.<Integer>getAs("part")))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  private static List<String> sentences(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new GeneratedText(SEED, List.of()).document(i).replace('\n', ' '))
        .toList();
  }

  private static PreprocessSettings screened(String... overrides) {
    return TestSettings.preprocess(
        "tokenizer.vocabulary-size = 500, tokenizer.min-frequency = 1, output-files = 3, "
            + String.join(", ", overrides));
  }

  @Test
  void droppedDocumentsAreKeptWithTheirReasons() throws IOException {
    List<String> lines = new ArrayList<>(sentences(60));
    lines.addAll(lines.subList(0, 5));
    lines.addAll(List.of("", "<br>", "12 34 56", "77.5 78.9", "SO VERY LOUD AS THIS"));
    PreprocessSettings settings =
        screened("keep-dropped=true", "filters.characters.max-upper-case=0.9");
    StageTesting stages = collected(folder, lines.toArray(String[]::new));
    Manifest manifest = preprocess(stages, settings);
    Map<String, Long> reasons = new TreeMap<>();
    for (Row row : stages.rows("preprocess/dropped-documents")) {
      reasons.merge(row.getAs("reason"), 1L, Long::sum);
    }
    assertThat(reasons)
        .containsEntry("characters.min-letters", 2L)
        .containsEntry("characters.max-upper-case", 1L)
        .containsEntry("copy of another document", 5L);
    reasons.forEach(
        (reason, count) -> assertThat(manifest.counts()).containsEntry("dropped." + reason, count));
    assertThat(manifest.counts()).containsEntry("dropped.characters.max-digits", 0L);
  }

  @Test
  void plantedCopiesAreMeasuredAndChangeNoByte() throws IOException {
    StageTesting stages = collected(folder, sentences(200).toArray(String[]::new));
    Map<String, String> whole = files(preprocess(stages, screened()));
    assertThat(stages.printed()).doesNotContain("expected recall");
    Manifest measured = preprocess(stages, screened("near-duplicates.planted-copies = 150"));
    assertThat(files(measured)).isEqualTo(whole);
    JsonNode planted = measured.values().path("plantedCopies");
    // Ids, and by them the sample, follow from the path, which is another in each run: how well
    // copies are found is tested on texts of fixed ids.
    assertThat(planted.path("planted").asLong()).isBetween(50L, 150L);
    assertThat(planted.path("expectedRecall").asDouble()).isBetween(0.85, 1.0);
    assertThat(planted.path("recall").isNumber()).isTrue();
    assertThat(planted.path("bySimilarity").findValues("planted").stream())
        .hasSizeGreaterThan(5)
        .extracting(JsonNode::asLong)
        .satisfies(
            each ->
                assertThat(each.stream().mapToLong(n -> n).sum())
                    .isEqualTo(planted.path("planted").asLong()));
    assertThat(stages.printed()).contains("expected recall", "looking for planted copies");
  }

  @Test
  void linesOfManyDocumentsAreBoilerplate() throws IOException {
    Path input = Files.createDirectories(folder.resolve("input"));
    for (String name : List.of("Alpha", "Beta", "Gamma")) {
      Files.writeString(
          input.resolve(name + ".md"),
          "Click here to subscribe\n\n"
              + name
              + " rises in the east.\n\nClick here to subscribe\n");
    }
    StageTesting stages = collectedSource(folder, TestSettings.source(SourceType.MARKDOWN, input));
    preprocess(stages, screened("cleaning.boilerplate-min-documents=3", "tokenizer.type=words"));
    assertThat(stages.folder().resolve("preprocess/vocab.txt"))
        .content()
        .contains("alpha", "east")
        .doesNotContain("subscribe");
  }

  @Test
  void filtersThatLeaveNothingAreOneLine() throws IOException {
    StageTesting stages = collected(folder, "one two three", "four");
    assertRefused(
        stages,
        screened("filters.quality.enabled=true"),
        "none of the 2 documents is left (dropped: quality.min-words=2)");
  }

  @Test
  void theStepsOfCleaningTravelWithTheTokenizer() throws IOException {
    StageTesting stages = collected(folder, "The <b>sun</b> rises in the east.");
    preprocess(stages, screened("cleaning.steps=[unicode, quotes]"));
    assertThat(stages.folder().resolve("preprocess/cleaning.json"))
        .hasContent("{\"steps\":[\"unicode\",\"quotes\"]}");
  }

  @Test
  void maxRowsKeepsExactlySoMany() throws IOException {
    StageTesting stages = collected(folder, sentences(300).toArray(String[]::new));
    Manifest manifest = preprocess(stages, settings(TokenizerType.SUBWORDS, true, 20, 100));
    assertThat(manifest.counts()).containsEntry("rows", 100L);
    assertThat(manifest.counts().get("dropped.row left out by max-rows")).isPositive();
    assertThat(stages.rows("preprocess/tokens")).hasSize(100);
  }

  @Test
  void settingsThatLeaveNothingAreOneLine() throws IOException {
    StageTesting stages = collected(folder, "one two three", "four");
    String small = "tokenizer { vocabulary-size = 500, min-frequency = 1 }, output-files = 1, ";
    PreprocessSettings narrow = TestSettings.preprocess(small + "max-tokens = 10, min-tokens = 9");
    assertRefused(stages, narrow, "min-tokens is 9", "has room for 8");
    PreprocessSettings rare =
        TestSettings.preprocess(
            small
                + "tokenizer { type = words, min-frequency = 9 }, max-tokens = 10, min-tokens = 1");
    assertRefused(stages, rare, "no word occurs 9 times in the 4 words");
    PreprocessSettings tooShort =
        TestSettings.preprocess(small + "max-tokens = 50, min-tokens = 40");
    assertRefused(stages, tooShort, "none of the 2 rows has preprocess.min-tokens = 40");
  }
}
