package io.sunrise.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.CounterRandom;
import io.sunrise.SparkTesting;
import io.sunrise.TinyRun;
import io.sunrise.config.Settings;
import io.sunrise.cooccurrence.Cooccurrence;
import io.sunrise.cooccurrence.ReducedVectors;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.train.TaskTraining;
import io.sunrise.train.TrainingResult;
import io.sunrise.train.checkpoint.TrainingRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmStartIT {
  private static final int VOCABULARY = 405;

  @TempDir Path folder;

  @Test
  void leavesTheVectorsAndTheNearestWords() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();

    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1")));

    assertThat(tiny.manifest("pretrain").outputs())
        .containsKeys("vectors.safetensors", "neighbours.json")
        .doesNotContainKeys("vectors.sha256", "passage-vectors.safetensors");
    assertThatWordsHaveVectors(tiny.path("pretrain/vectors.safetensors"));
    JsonNode words =
        new ObjectMapper().readTree(tiny.path("pretrain/neighbours.json").toFile()).get("words");
    assertThat(words).isNotEmpty();
    assertThat(words.get(0).get("word").asText()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(words.get(0).get("neighbours")).hasSize(5);
    assertThat(tiny.printed()).contains("counting co-occurrences: ");
  }

  @Test
  void leavesVectorsOfPassagesWhereDocumentsHaveSeveralRows() throws Exception {
    TinyRun tiny = new TinyRun(folder).ofDocumentsOfRows(3).prepare();

    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1")));

    assertThat(tiny.manifest("pretrain").outputs())
        .containsKeys("vectors.safetensors", "passage-vectors.safetensors")
        .doesNotContainKey("passage-vectors.sha256");
    assertThatWordsHaveVectors(tiny.path("pretrain/passage-vectors.safetensors"));
    assertThat(tiny.printed()).contains("counting passages: ");

    tiny.run(
        new PretrainStage(tiny.settings("pretrain.epochs=1", "pretrain.passage-vectors=false")));
    assertThat(tiny.manifest("pretrain").outputs())
        .doesNotContainKey("passage-vectors.safetensors");
  }

  private static void assertThatWordsHaveVectors(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    TokenVectors vectors =
        TokenVectors.read(new ByteArrayInputStream(bytes), bytes.length, "vectors");
    assertThat(vectors.width()).isEqualTo(128);
    assertThat(vectors.has(SpecialTokens.FIRST.cls())).isFalse();
    assertThat(vectors.has(SpecialTokens.count())).isTrue();
  }

  @Test
  void learnsFasterThanFromRandomNumbers() {
    TokenRows train = topics(0, 1000);
    TokenRows validation = topics(1000, 100);
    Settings settings = new TinyRun(folder).settings("pretrain.epochs=2", "pretrain.batch-rows=32");
    ModelConfig model = ModelSizes.of(settings.model(), VOCABULARY, 12);
    Networks networks = Networks.of(new MaskedTokens(model, 0.15), "java");
    TaskTraining training = new TaskTraining(networks, settings.pretrain().training());
    TrainingRun run = new TrainingRun("pretrain", "", "", 1, 1);
    float[] random = ParameterInitializer.initialize(training.layout(), 1);
    float[] warm = random.clone();
    WarmStart.place(
        vectors(train), training.layout().named(model.architecture().wordEmbeddings()), warm);

    assertThat(loss(training.train(warm, train, validation, run)))
        .isLessThan(loss(training.train(random, train, validation, run)) - 0.1);
  }

  private static double loss(TrainingResult result) {
    return result.epochs().get(result.epochs().size() - 1).validationLoss();
  }

  /** Rows of words of one topic each, of ten topics. */
  private static TokenRows topics(int from, int count) {
    TokenRows.Builder rows = new TokenRows.Builder();
    for (int i = from; i < from + count; i++) {
      rows.add(new TokenRow(i, 0, topic(i)));
    }
    return rows.build();
  }

  private static int[] topic(int number) {
    long key = CounterRandom.derive(CounterRandom.key(1, "topics"), number);
    int words = (VOCABULARY - SpecialTokens.count()) / 10;
    int first = SpecialTokens.count() + CounterRandom.below(key, 0, 10) * words;
    int[] content = new int[10];
    for (int i = 0; i < content.length; i++) {
      content[i] = first + CounterRandom.below(key, i + 1L, words);
    }
    return SpecialTokens.FIRST.frame(content);
  }

  private static TokenVectors vectors(TokenRows rows) {
    List<Row> text = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      text.add(RowFactory.create((long) i, "id", 0, topic(i)));
    }
    Dataset<Row> dataset =
        SparkTesting.session().createDataFrame(text, Schemas.TOKEN_ROWS).repartition(2);
    try (Cooccurrence counted = new Cooccurrence(dataset, VOCABULARY, SpecialTokens.FIRST)) {
      counted.countPairs(10, VOCABULARY);
      return ReducedVectors.of(counted, 128, CountedVectors.POWER, 1);
    }
  }

  @Test
  void endsWithTheSameBytesAfterAnInterruptionInAnyPart() throws Exception {
    TinyRun whole = ofDocuments("whole").prepare();
    whole.run(new PretrainStage(whole.settings()));
    TinyRun cut = ofDocuments("cut").prepare();

    for (String line :
        List.of(
            "counting tokens",
            "counting co-occurrences",
            "reducing co-occ",
            "counting passages",
            "reducing passages",
            "epoch  1")) {
      cut.breakingOffAt(line, 1);
      assertThatThrownBy(() -> cut.run(new PretrainStage(cut.settings())))
          .isInstanceOf(IllegalStateException.class);
    }
    cut.run(new PretrainStage(cut.settings()));

    assertThat(cut.printed().split("reducing co-occurrences: ", -1)).hasSize(3);
    assertThat(cut.printed().split("reducing passages: ", -1)).hasSize(3);
    assertThat(cut.printed()).contains("resuming from step");
    assertThat(cut.manifest("pretrain").hash()).isEqualTo(whole.manifest("pretrain").hash());
  }

  private TinyRun ofDocuments(String name) throws IOException {
    return new TinyRun(Files.createDirectory(folder.resolve(name))).ofDocumentsOfRows(3);
  }

  @Test
  void damagedVectorsAreCountedAgain() throws Exception {
    TinyRun whole = new TinyRun(Files.createDirectory(folder.resolve("whole"))).prepare();
    whole.run(new PretrainStage(whole.settings()));
    TinyRun cut = new TinyRun(Files.createDirectory(folder.resolve("cut"))).prepare();
    cut.breakingOffAt("epoch  1", 1);
    assertThatThrownBy(() -> cut.run(new PretrainStage(cut.settings())))
        .isInstanceOf(IllegalStateException.class);

    Path vectors = find(cut.path(""), "vectors.safetensors");
    byte[] bytes = Files.readAllBytes(vectors);
    bytes[bytes.length - 3] ^= 1;
    Files.deleteIfExists(vectors.resolveSibling("." + vectors.getFileName() + ".crc"));
    Files.write(vectors, bytes);
    cut.run(new PretrainStage(cut.settings()));

    assertThat(cut.printed())
        .contains("vectors.safetensors is damaged (has SHA-256 ")
        .contains("counting again");
    assertThat(cut.manifest("pretrain").hash()).isEqualTo(whole.manifest("pretrain").hash());
  }

  private static Path find(Path folder, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }
}
