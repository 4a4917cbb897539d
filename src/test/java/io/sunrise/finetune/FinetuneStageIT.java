package io.sunrise.finetune;

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
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.report.ReportStage;
import io.sunrise.stage.StageRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinetuneStageIT {
  @TempDir private static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void pretrain() throws IOException {
    TinyRun tiny = new TinyRun(shared).prepare();
    tiny.run(new PretrainStage(tiny.settings()));
  }

  @Test
  void aTextIsReadBeyondTheRowsOfPreTraining() throws Exception {
    TinyRun tiny = pretrained(folder).ofLongTexts().prepareLabels();

    tiny.run(
        new FinetuneStage(
            tiny.settings(
                "finetune.epochs=5", "finetune.scratch=false", "finetune.baseline=false")));

    assertThat(accuracy(json(tiny, "finetune/metrics.json"), "pretrained")).isGreaterThan(0.9);
    assertThat(json(tiny, "finetune/config.json").path("max_position_embeddings").asInt())
        .isEqualTo(40);
    assertThat(json(tiny, "finetune/tokenizer_config.json").path("model_max_length").asInt())
        .isEqualTo(40);
  }

  @Test
  void measuresThePretrainedModelBesideScratchAndBaseline() throws Exception {
    TinyRun tiny = pretrained(folder);

    tiny.run(new FinetuneStage(tiny.settings()));

    JsonNode metrics = json(tiny, "finetune/metrics.json");
    for (String model : new String[] {"pretrained", "scratch", "baseline"}) {
      for (String part : new String[] {"validation", "test"}) {
        for (String metric : new String[] {"accuracy", "macroF1", "weightedF1", "areaUnderRoc"}) {
          assertThat(metrics.path(model).path(part).path(metric).asDouble(-1))
              .as("%s %s %s", model, part, metric)
              .isBetween(0.0, 1.0);
        }
      }
    }
    assertThat(metrics.path("accuracyGained").asDouble())
        .isEqualTo(accuracy(metrics, "pretrained") - accuracy(metrics, "scratch"));
    double own = accuracy(metrics, "pretrained");
    double scratch = accuracy(metrics, "scratch");
    long rows = SparkTesting.session().read().parquet(tiny.path("label/test").toString()).count();
    assertThat(metrics.path("accuracyGainedError").asDouble())
        .isCloseTo(Math.sqrt((own * (1 - own) + scratch * (1 - scratch)) / rows), within(1e-12));
    assertThat(metrics.path("stepsToScratchFinal").path("scratch").asLong()).isPositive();
    assertThat(metrics.path("baseline").path("test").path("accuracy").asDouble()).isEqualTo(1);
    assertThat(tiny.path("finetune/scratch/trace.jsonl")).exists();
    assertThat(tiny.path("finetune/scratch/checkpoints")).doesNotExist();
    assertThat(tiny.path("finetune/checkpoints")).doesNotExist();
    assertThat(metrics.at("/pretrained/test/classes")).hasSize(2);
    assertThat(metrics.at("/pretrained/test/classes/0/label").asText()).isEqualTo("negative");
    assertThat(tiny.printed())
        .contains("pretrained", "points of accuracy", "macro F1", "weighted F1", "precision");
  }

  @Test
  void fineTunesWhatReplacedTokenDetectionLearned() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();
    String[] settings = {
      "pretrain.objective=replaced",
      "model.architecture=bert",
      "finetune.scratch=false",
      "finetune.baseline=false"
    };
    tiny.run(new PretrainStage(tiny.settings(settings)));

    tiny.run(new FinetuneStage(tiny.settings(settings)));

    assertThat(json(tiny, "finetune/config.json").path("architectures").path(0).asText())
        .isEqualTo("ElectraForSequenceClassification");
    assertThat(accuracy(json(tiny, "finetune/metrics.json"), "pretrained")).isBetween(0.0, 1.0);
  }

  @Test
  void numbersItsEpochsOnFromPretraining() throws Exception {
    TinyRun tiny = pretrained(folder);

    tiny.run(new FinetuneStage(tiny.settings("finetune.scratch=false", "finetune.baseline=false")));

    assertThat(Files.readString(tiny.path("finetune/trace.jsonl")))
        .contains("\"epoch\":3")
        .contains("\"epoch\":5")
        .doesNotContain("\"epoch\":2")
        .doesNotContain("\"epoch\":6");
    assertThat(json(tiny, "finetune/metrics.json").fieldNames())
        .toIterable()
        .containsExactly("labels", "pretrained");
  }

  @Test
  void classWeightsChangeWhatIsLearnedOnlyWhereClassesDiffer() throws Exception {
    TinyRun tiny = pretrained(folder);
    String plain = weights(tiny);

    // As many rows are negative as positive.
    assertThat(weights(tiny, "finetune.class-weights=balanced")).isEqualTo(plain);
    assertThat(weights(tiny, "finetune.class-weights.positive=3")).isNotEqualTo(plain);
    assertThat(weights(tiny, "finetune.label-smoothing=0.1")).isNotEqualTo(plain);
  }

  private static String weights(TinyRun tiny, String... overrides) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("finetune.scratch=false", "finetune.baseline=false"));
    all.addAll(List.of(overrides));
    assertThat(tiny.run(new FinetuneStage(tiny.settings(all.toArray(new String[0])))))
        .isEqualTo(Outcome.RAN);
    return tiny.manifest("finetune").values().path("weightsSha256").asText();
  }

  @Test
  void theReportTracesAnyExampleTextWithoutFineTuningAgain() throws Exception {
    TinyRun tiny = pretrained(folder);

    tiny.run(new FinetuneStage(tiny.settings("finetune.scratch=false", "finetune.baseline=false")));

    tiny.run(new ReportStage(tiny.settings("report.example-text=\"a book\"").report()));
    Settings other = tiny.settings("finetune.scratch=false", "finetune.baseline=false");
    assertThat(tiny.run(new FinetuneStage(other))).isEqualTo(Outcome.UP_TO_DATE);
    tiny.run(new ReportStage(other.report()));

    assertThat(Files.readString(tiny.path("report/report.html"))).contains("Layer 2, 6 × 128");
    JsonNode trace = json(tiny, "report/run.json").path("trace");
    assertThat(trace.path("text").asText()).isEqualTo("the film is great");
    assertThat(trace.path("tokens").toString())
        .isEqualTo("[\"[CLS]\",\"the\",\"film\",\"is\",\"great\",\"[SEP]\"]");
    assertThat(trace.path("embedding").path("shape").toString()).isEqualTo("[6,128]");
    assertThat(trace.path("embedding").path("first")).hasSize(6);
    assertThat(trace.path("layers")).hasSize(2);
    JsonNode attention = trace.path("layers").get(0).path("attention").get(0);
    double sum = 0;
    for (JsonNode share : attention) {
      sum += share.asDouble();
    }
    assertThat(sum).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-3));
    assertThat(trace.path("labels").toString()).isEqualTo("[\"negative\",\"positive\"]");
    assertThat(trace.path("decision").asText()).isIn("negative", "positive");
  }

  @Test
  void refusesAModelOfAnotherSizeThanTheConfiguration() throws Exception {
    TinyRun tiny = pretrained(folder);

    assertThatThrownBy(() -> tiny.run(new FinetuneStage(tiny.settings("model.size=mini"))))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("hidden_size is 128, the configuration expects 256")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void refusesRowsOfTextThatWasCleanedInAnotherWayThanTheModels() throws Exception {
    TinyRun tiny = pretrained(folder);
    tiny.prepare(new TextCleaner(List.of(CleaningStep.WHITE_SPACE)));

    assertThatThrownBy(() -> tiny.run(new FinetuneStage(tiny.settings())))
        .isInstanceOf(SunriseException.class)
        .hasMessageContainingAll("was trained on preprocess output", "run pretrain and label again")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAModelFileWithAFlippedByte() throws Exception {
    TinyRun tiny = pretrained(folder);
    Path file = tiny.path("pretrain/model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> tiny.run(new FinetuneStage(tiny.settings())))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("model.safetensors: damaged");
    assertThat(tiny.path("finetune")).doesNotExist();
  }

  @Test
  void goesOnAfterBreakingOffInTheRunFromScratch() throws Exception {
    TinyRun whole = pretrained(Files.createDirectory(folder.resolve("whole")));
    whole.run(new FinetuneStage(whole.settings("finetune.baseline=false")));
    TinyRun cut = pretrained(Files.createDirectory(folder.resolve("cut")));
    FinetuneStage stage = new FinetuneStage(cut.settings("finetune.baseline=false"));

    cut.breakingOffAt("epoch  4  train loss", 2);
    assertThatThrownBy(() -> cut.run(stage)).isInstanceOf(IllegalStateException.class);
    assertThat(cut.run(stage)).isEqualTo(Outcome.RAN);
    assertThat(cut.run(stage)).isEqualTo(Outcome.UP_TO_DATE);

    assertThat(cut.manifest("finetune").hash()).isEqualTo(whole.manifest("finetune").hash());
  }

  /** In a copy of the workspace that pre-training has left. */
  private static TinyRun pretrained(Path folder) throws IOException {
    FileUtils.copyDirectory(shared.resolve("run").toFile(), folder.resolve("run").toFile());
    return new TinyRun(folder);
  }

  private static double accuracy(JsonNode metrics, String model) {
    return metrics.path(model).path("test").path("accuracy").asDouble();
  }

  private static JsonNode json(TinyRun tiny, String file) throws IOException {
    return new ObjectMapper().readTree(tiny.path(file).toFile());
  }
}
