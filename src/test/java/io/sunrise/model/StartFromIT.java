package io.sunrise.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.Settings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.finetune.FinetuneStage;
import io.sunrise.label.LabelStage;
import io.sunrise.label.LongestText;
import io.sunrise.nn.LocalAttention;
import io.sunrise.preprocess.PreprocessStage;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.report.ReportStage;
import io.sunrise.stage.Manifest;
import io.sunrise.tokenizer.SpecialTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages from a downloaded model on. */
class StartFromIT {
  private static final Path MODELS = Path.of("src/test/resources/downloaded").toAbsolutePath();
  private static final List<String> THINGS = List.of("film", "book", "plot", "films", "elan");
  private static final List<String> GOOD = List.of("great", "fine", "vital");
  private static final List<String> BAD = List.of("awful", "boring", "unlikely");

  @TempDir private Path folder;
  private TinyRun tiny;

  @BeforeEach
  void writeTexts() throws IOException {
    tiny = new TinyRun(folder);
    List<String> rows = new ArrayList<>(List.of("text,label"));
    for (int i = 0; i < 160; i++) {
      List<String> judgements = i % 2 == 0 ? GOOD : BAD;
      rows.add(
          String.format(
              "the %s was %s %s %s %s.,%s",
              THINGS.get(i / 2 % 5),
              judgements.get(i / 10 % 3),
              i % 3 == 0 ? "and" : "and is",
              judgements.get(i / 30 % 3),
              "!".repeat(i % 7),
              i % 2 == 0 ? "good" : "bad"));
    }
    Files.write(folder.resolve("labelled.csv"), rows);
    Files.write(folder.resolve("texts.txt"), rows.subList(1, rows.size()));
  }

  @Test
  void aDownloadedModelIsFineTunedWithoutAnyOtherText() throws IOException {
    Settings settings = settings("bert", "pretrain.epochs=0", "pretrain.budget=30 min");
    assertThat(settings.skipsPretraining()).isTrue();
    tiny.run(new PretrainStage(settings));
    Manifest pretrain = tiny.manifest("pretrain");
    assertThat(pretrain.values().at("/startFrom/folder").asText())
        .isEqualTo(MODELS.resolve("bert").toString());
    assertThat(pretrain.values().at("/startFrom/sha256/model.safetensors").asText()).hasSize(64);
    assertThat(pretrain.counts()).containsEntry("steps", 0L);

    tiny.run(label(settings));
    tiny.run(new FinetuneStage(settings));
    tiny.run(new ReportStage(settings.report()));
    JsonNode metrics = new ObjectMapper().readTree(tiny.path("finetune/metrics.json").toFile());
    assertThat(metrics.at("/pretrained/test/accuracy").asDouble()).isGreaterThan(0.7);
    ModelFolder model = finetuned();
    assertThat(model.encoder().tokenizer().special()).isEqualTo(new SpecialTokens(0, 3, 4, 5, 6));
    // As many as it can read, though rows of pre-training would be shorter.
    assertThat(model.encoder().maxTokens()).isEqualTo(40);
    assertThat(model.config().maxPositions()).isEqualTo(40);
    assertThat(Files.readString(tiny.path("finetune/config.json")))
        .contains("\"pad_token_id\" : 0", "BertForSequenceClassification");
    assertThat(Files.readString(tiny.path("report/report.html"))).contains("starts from");
  }

  @Test
  void pretrainingContinuesFromADownloadedModelOnOtherText() throws IOException {
    Settings settings = settings("minilm", "pretrain.epochs=1", "pretrain.warm-start=none");
    ReadLimits limits = ReadLimits.of(settings.collect());
    tiny.run(new CollectStage(settings.collect(), settings.seed()));
    tiny.run(new PreprocessStage(settings.preprocess(), limits, settings.seed()));
    tiny.run(new PretrainStage(settings));
    assertThat(tiny.printed())
        .contains("starts from " + MODELS.resolve("minilm"))
        .contains("which start from random numbers: cls.predictions.bias, ");
    tiny.run(label(settings));
    tiny.run(new FinetuneStage(settings));
    assertThat(finetuned().encoder().tokenizer().special())
        .isEqualTo(new SpecialTokens(9, 10, 11, 12, 13));
    assertThat(Files.readString(tiny.path("finetune/config.json")))
        .contains("\"pad_token_id\" : 9");

    Settings other =
        settings("minilm", "preprocess.tokenizer.file=\"" + MODELS.resolve("bert") + "\"");
    tiny.run(new PreprocessStage(other.preprocess(), limits, other.seed()));
    assertThatThrownBy(() -> tiny.run(new PretrainStage(other)))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("not the tokenizer of model.start-from = ");
  }

  @Test
  void localAttentionAndAByteLevelTokenizerStay() throws IOException {
    Settings settings =
        settings(
            "modernbert-bytes",
            "pretrain.epochs=1",
            "pretrain.warm-start=none",
            "preprocess.max-tokens=30");
    tiny.run(new CollectStage(settings.collect(), settings.seed()));
    tiny.run(
        new PreprocessStage(
            settings.preprocess(), ReadLimits.of(settings.collect()), settings.seed()));
    tiny.run(new PretrainStage(settings));
    tiny.run(label(settings));
    tiny.run(new FinetuneStage(settings));
    JsonNode metrics = new ObjectMapper().readTree(tiny.path("finetune/metrics.json").toFile());
    assertThat(metrics.at("/pretrained/test/accuracy").asDouble()).isGreaterThan(0.7);
    ModelFolder model = finetuned();
    assertThat(model.config().local()).isEqualTo(new LocalAttention(3, 8, 160_000, 10_000));
    assertThat(model.encoder().encode("The film [MASK] was 24 books"))
        .isEqualTo(
            ModelFolder.encoder(
                    tiny.workspace().fileSystem(),
                    MODELS.resolve("modernbert-bytes").toString(),
                    40)
                .encode("The film [MASK] was 24 books"));
  }

  @Test
  void aModelThatTheFolderNoLongerHoldsIsReadAgain() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(MODELS.resolve("bert"))) {
      for (Path file : files.toList()) {
        Files.write(copy.resolve(file.getFileName()), Files.readAllBytes(file));
      }
    }
    Settings settings = settings(copy, "pretrain.epochs=0");
    assertThat(tiny.run(new PretrainStage(settings)).name()).isEqualTo("RAN");
    assertThat(tiny.run(new PretrainStage(settings)).name()).isEqualTo("UP_TO_DATE");
    Files.writeString(copy.resolve("README.md"), "---\nlicense: mit\n---\n");
    assertThat(tiny.run(new PretrainStage(settings)).name()).isEqualTo("RAN");
    assertThat(tiny.manifest("pretrain").values().at("/startFrom/license").asText())
        .isEqualTo("mit");
  }

  @Test
  void nothingToStartFromNeedsEpochs() {
    assertThatThrownBy(() -> new PretrainStage(tiny.settings("pretrain.epochs=0")).run(null))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("pretrain.epochs is 0")
        .hasMessageContaining("model.start-from");
  }

  private static LabelStage label(Settings settings) {
    return new LabelStage(
        settings.label(),
        ReadLimits.of(settings.collect()),
        LongestText.of(settings),
        settings.tokenizerStage(),
        settings.seed());
  }

  private ModelFolder finetuned() {
    return ModelFolder.open(
        tiny.workspace().fileSystem(), tiny.workspace().folder("finetune").toString(), Map.of());
  }

  private Settings settings(String model, String... overrides) {
    return settings(MODELS.resolve(model), overrides);
  }

  private Settings settings(Path model, String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "model.start-from=\"" + model + "\"",
                "collect.sources=[{type=text, path=\"" + folder.resolve("texts.txt") + "\"}]",
                "preprocess.near-duplicates.enabled=false",
                "preprocess.min-tokens=2",
                "label.sources=[{type=csv, path=\"" + folder.resolve("labelled.csv") + "\"}]",
                "label.test-share=0.3",
                "finetune.epochs=10",
                "finetune.batch-rows=8",
                "finetune.learning-rate=2e-3",
                "finetune.scratch=false",
                "finetune.baseline=false"));
    all.addAll(List.of(overrides));
    return tiny.settings(all.toArray(String[]::new));
  }
}
