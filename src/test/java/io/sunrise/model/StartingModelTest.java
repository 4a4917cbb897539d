package io.sunrise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.config.Settings.EncoderArchitecture;
import io.sunrise.config.Settings.ModelSettings;
import io.sunrise.config.Settings.ModelSize;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.model.StartingModel.Started;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.MaskedLanguageModel;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.Pooling;
import io.sunrise.nn.RowEmbedder;
import io.sunrise.nn.SequenceClassifier;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.tokenizer.TextEncoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models as people download them: src/test/python/make_downloaded_fixtures.py wrote them. */
class StartingModelTest {
  private static final Path MODELS = Path.of("src/test/resources/downloaded");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bert", "minilm", "modernbert", "modernbert-bytes"})
  void computesTheHiddenStatesOfTransformersFromItsOwnFiles(String name) throws IOException {
    StartingModel model = open(MODELS.resolve(name));
    TextEncoder encoder = model.encoder(40);
    JsonNode rows = new ObjectMapper().readTree(MODELS.resolve(name + "/expected.json").toFile());
    for (Pooling pooling : Pooling.values()) {
      RowEmbedder embedder = new RowEmbedder(model.config(), pooling, GemmProvider.choose("java"));
      float[] zeros = new float[embedder.layout().size()];
      Started started = model.parameters(embedder.layout(), zeros);
      assertThat(started.initialized()).isEmpty();
      for (JsonNode row : rows) {
        int[] ids = encoder.encode(row.path("text").asText());
        assertThat(ids).isEqualTo(new ObjectMapper().convertValue(row.path("ids"), int[].class));
        float[] expected = pooled(row.path("states"), ids.length, pooling);
        assertThat(embedder.embed(started.parameters(), batch(ids)))
            .as(row.path("text").asText())
            .containsExactly(expected, within(1e-4f));
      }
    }
  }

  @Test
  void keepsTheIdsOfTheFolderAndNamesTheLicence() throws IOException {
    StartingModel mini = open(MODELS.resolve("minilm"));
    assertThat(mini.encoder(40).tokenizer().special())
        .isEqualTo(new SpecialTokens(9, 10, 11, 12, 13));
    assertThat(mini.encoder(40).maxTokens()).isEqualTo(20);
    assertThat(mini.origin()).containsEntry("license", "apache-2.0").containsKey("sha256");
    assertThat(open(MODELS.resolve("bert")).encoder(40).tokenizer().special())
        .isEqualTo(new SpecialTokens(0, 3, 4, 5, 6));
  }

  @Test
  void whatAHeadLacksStaysRandomAndIsNamed() throws IOException {
    StartingModel bert = open(MODELS.resolve("bert"));
    ParameterLayout masked =
        new MaskedLanguageModel(bert.config(), GemmProvider.choose("java")).layout();
    float[] random = ParameterInitializer.initialize(masked, 1);
    assertThat(bert.parameters(masked, random).initialized()).isEmpty();
    StartingModel mini = open(MODELS.resolve("minilm"));
    ParameterLayout ofMini =
        new MaskedLanguageModel(mini.config(), GemmProvider.choose("java")).layout();
    assertThat(mini.parameters(ofMini, ParameterInitializer.initialize(ofMini, 1)).initialized())
        .containsExactly(
            "cls.predictions.bias",
            "cls.predictions.transform.dense.weight",
            "cls.predictions.transform.dense.bias",
            "cls.predictions.transform.LayerNorm.weight",
            "cls.predictions.transform.LayerNorm.bias");
    ParameterLayout classifier =
        new SequenceClassifier(mini.config(), 2, GemmProvider.choose("java")).layout();
    assertThat(
            mini.parameters(classifier, ParameterInitializer.initialize(classifier, 1))
                .initialized())
        .containsExactly("classifier.weight", "classifier.bias");
  }

  @Test
  void readsTheOldNamesOfLayerNorms() throws IOException {
    copy(MODELS.resolve("bert"));
    Path file = folder.resolve("model.safetensors");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    // As long as before, so that the header's length stays.
    String old =
        text.replace("LayerNorm.weight\":", "LayerNorm.gamma\": ")
            .replace("LayerNorm.bias\":", "LayerNorm.beta\":");
    assertThat(old).hasSameSizeAs(text).isNotEqualTo(text);
    Files.writeString(file, old, StandardCharsets.ISO_8859_1);
    StartingModel renamed = open(folder);
    StartingModel bert = open(MODELS.resolve("bert"));
    ParameterLayout layout =
        new MaskedLanguageModel(bert.config(), GemmProvider.choose("java")).layout();
    float[] zeros = new float[layout.size()];
    assertThat(renamed.parameters(layout, zeros).parameters())
        .isEqualTo(bert.parameters(layout, zeros).parameters());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"model_type\": \"bert\" | \"model_type\": \"roberta\" | model_type is roberta, expected bert or electra or modernbert",
        "\"model_type\": \"bert\" | \"model_type\": \"distilbert\" | model_type is distilbert, expected bert",
        "\"hidden_act\": \"gelu\" | \"hidden_act\": \"relu\" | hidden_act is relu, expected gelu",
        "\"model_type\" | \"position_embedding_type\": \"relative_key\", \"model_type\" | position_embedding_type is relative_key",
        "\"model_type\" | \"quantization_config\": {\"bits\": 4}, \"model_type\" | quantization_config is not supported; save the model in float32",
        "\"hidden_size\": 16 | \"hidden_size\": 20 | embeddings.word_embeddings.weight has shape [31, 16]",
        "\"hidden_size\": 16 | \"hidden_size\": 2000000000 | million parameters, expected at most 2147",
        "\"num_hidden_layers\": 2 | \"num_hidden_layers\": 3 | it lacks bert.encoder.layer.2.attention",
        "\"vocab_size\": 31 | \"vocab_size\": 30 | it has 31 tokens, config.json says 30",
      })
  void refusesWhatCannotBeComputedInOneLine(String from, String to, String message)
      throws IOException {
    copy(MODELS.resolve("bert"));
    Path file = folder.resolve("config.json");
    Files.writeString(file, Files.readString(file).replace(from.strip(), to.strip()));
    assertThatThrownBy(
            () -> {
              StartingModel model = open(folder);
              ParameterLayout layout =
                  new RowEmbedder(model.config(), Pooling.MEAN, GemmProvider.choose("java"))
                      .layout();
              model.parameters(layout, new float[layout.size()]);
            })
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(message.strip())
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesFilesThatAreMissingOrPickled() throws IOException {
    copy(MODELS.resolve("bert"));
    Files.delete(folder.resolve("tokenizer.json"));
    assertRefused("tokenizer.json: missing, and so is vocab.txt");
    Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\nfilm\nfilm\n");
    assertRefused("vocab.txt: expected each token once");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": -1}");
    assertRefused("model_max_length is -1.0, expected more than [CLS] and [SEP]");
    Files.delete(folder.resolve("tokenizer_config.json"));
    copy(MODELS.resolve("bert"));
    Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
    assertRefused("pytorch_model.bin: only safetensors are read, as a pickle can execute code");
    Files.delete(folder.resolve("pytorch_model.bin"));
    assertRefused("model.safetensors: missing; name a folder as save_pretrained");
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"../other/model.safetensors\"}}");
    assertRefused("weight_map names ../other/model.safetensors");
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        "{\"weight_map\": {\"a\": \"model-1-of-2.safetensors\"}}");
    assertRefused("model-1-of-2.safetensors: missing");
    Files.delete(folder.resolve("config.json"));
    assertRefused("config.json is missing: not a model's folder");
  }

  @Test
  void refusesRowsLongerThanItsPositions() {
    StartingModel model = open(MODELS.resolve("bert"));
    assertThatThrownBy(() -> model.requireRoom(50))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("preprocess.max-tokens is 50, and the model of model.start-from in ")
        .hasMessageEndingWith(" has 40 positions: lower it");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(
            () -> {
              StartingModel model = open(folder);
              model.encoder(40);
              model.parameters(
                  new RowEmbedder(model.config(), Pooling.MEAN, GemmProvider.choose("java"))
                      .layout(),
                  new float[0]);
            })
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  private void copy(Path model) throws IOException {
    FileUtils.copyDirectory(model.toFile(), folder.toFile());
  }

  private static StartingModel open(Path model) {
    ModelSettings settings =
        new ModelSettings(
            EncoderArchitecture.MODERNBERT,
            ModelSize.TINY,
            0.1,
            Optional.of(model.toAbsolutePath().toString()));
    return StartingModel.of(settings, new Configuration()).orElseThrow();
  }

  private static PackedBatch batch(int[] ids) {
    TokenRows rows = new TokenRows.Builder().add(new TokenRow(0, 0, ids)).build();
    return new ClassBatches().batch(rows, 0, 1, BatchMaker.VALIDATION);
  }

  private static float[] pooled(JsonNode states, int tokens, Pooling pooling) {
    int width = states.size() / tokens;
    float[] pooled = new float[width];
    int read = pooling == Pooling.MEAN ? tokens : 1;
    for (int i = 0; i < read * width; i++) {
      pooled[i % width] += (float) (states.get(i).asDouble() / read);
    }
    return pooled;
  }
}
