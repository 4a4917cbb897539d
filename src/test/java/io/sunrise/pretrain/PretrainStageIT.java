package io.sunrise.pretrain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import io.sunrise.nn.GemmProvider;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.StageRunner.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainStageIT {
  @TempDir Path folder;

  @Test
  void leavesAModelFolderWithItsTraceAndExamples() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();

    tiny.run(new PretrainStage(tiny.settings()));

    assertThat(tiny.path("pretrain"))
        .isDirectoryContaining(named("model.safetensors"))
        .isDirectoryContaining(named("config.json"))
        .isDirectoryContaining(named("tokenizer.json"))
        .isDirectoryContaining(named("tokenizer_config.json"))
        .isDirectoryContaining(named("vocab.txt"))
        .isDirectoryContaining(named("trace.jsonl"))
        .isDirectoryContaining(named("tensorboard"))
        .isDirectoryNotContaining(named("checkpoints"));
    Manifest manifest = tiny.manifest("pretrain");
    assertThat(manifest.counts().get("trainRows") + manifest.counts().get("validationRows"))
        .isEqualTo(300);
    assertThat(manifest.values().path("weightsSha256").asText())
        .isEqualTo(manifest.outputs().get("model.safetensors").sha256());
    assertThat(manifest.values().path("lastEpoch").asInt()).isEqualTo(2);
    assertThat(tiny.printed())
        .contains("  pretrain epoch  2  train loss ")
        .contains("steps an epoch with pretrain.batch-rows = 64, too few to learn much from")
        .contains("SHA-256");
  }

  @Test
  void replacedTokenDetectionIsWrittenAsElectraWithoutItsGenerator() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();

    assertThatThrownBy(
            () -> tiny.run(new PretrainStage(tiny.settings("pretrain.objective=replaced"))))
        .isInstanceOf(SunriseException.class)
        .hasMessageEndingWith("model.architecture is modernbert: set model.architecture = bert");
    tiny.run(
        new PretrainStage(tiny.settings("pretrain.objective=replaced", "model.architecture=bert")));

    JsonNode config = new ObjectMapper().readTree(tiny.path("pretrain/config.json").toFile());
    assertThat(config.path("architectures").path(0).asText()).isEqualTo("ElectraForPreTraining");
    assertThat(Files.readString(tiny.path("pretrain/model.safetensors"), ISO_8859_1))
        .contains("electra.embeddings.word_embeddings.weight")
        .contains("discriminator_predictions.dense_prediction.weight")
        .doesNotContain("generator.");
    assertThat(Files.readString(tiny.path("pretrain/trace.jsonl")))
        .contains("\"name\":\"replaced tokens\"")
        .contains("\"name\":\"masked tokens\"");
    assertThat(tiny.printed()).contains(" (replaced tokens 0.");
  }

  @Test
  void showsWhatItGuessesForMaskedTokensOfValidationRows() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();

    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1")));

    JsonNode rows =
        new ObjectMapper().readTree(tiny.path("pretrain/examples.json").toFile()).get("rows");
    assertThat(rows).hasSize(3);
    for (JsonNode row : rows) {
      JsonNode guess = row.get("predictions").get(0);
      int position = guess.get("position").asInt();
      assertThat(row.get("tokens").get(position)).isEqualTo(guess.get("expected"));
      assertThat(row.get("masked")).hasSameSizeAs(row.get("tokens"));
      assertThat(guess.get("top")).hasSize(3);
      assertThat(guess.get("top").get(0).get(1).asDouble())
          .isGreaterThanOrEqualTo(guess.get("top").get(1).get(1).asDouble());
    }
  }

  @Test
  void isUpToDateUntilASettingThatDecidesTheBitsChanges() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();
    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1")));

    assertThat(
            tiny.run(
                new PretrainStage(
                    tiny.settings(
                        "pretrain.epochs=1",
                        "pretrain.checkpoint-steps=7",
                        "pretrain.checkpoints-kept=1",
                        "pretrain.skip-not-finite=3",
                        "pretrain.run-on=driver"))))
        .isEqualTo(Outcome.UP_TO_DATE);
    String plain = tiny.manifest("pretrain").values().path("weightsSha256").asText();
    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1", "pretrain.label-smoothing=0.1")));
    assertThat(tiny.manifest("pretrain").values().path("weightsSha256").asText())
        .isNotEqualTo(plain);
    assertThat(tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=2"))))
        .isEqualTo(Outcome.RAN);
  }

  @Test
  void endsWithTheSameWeightsAfterAnInterruption() throws Exception {
    TinyRun whole = new TinyRun(Files.createDirectory(folder.resolve("whole"))).prepare();
    whole.run(new PretrainStage(whole.settings()));
    TinyRun cut = new TinyRun(Files.createDirectory(folder.resolve("cut"))).prepare();

    cut.breakingOffAt("epoch  1", 1);
    assertThatThrownBy(() -> cut.run(new PretrainStage(cut.settings())))
        .isInstanceOf(IllegalStateException.class);
    cut.run(new PretrainStage(cut.settings()));

    assertThat(cut.printed()).contains("resuming from step");
    assertThat(cut.manifest("pretrain").hash()).isEqualTo(whole.manifest("pretrain").hash());
  }

  @Test
  void aBudgetBecomesANumberOfStepsThatAnInterruptionDoesNotChange() throws Exception {
    TinyRun cut = new TinyRun(Files.createDirectory(folder.resolve("cut"))).prepare();
    String[] budget = {"pretrain.budget=5 s", "pretrain.batch-rows=32"};

    cut.breakingOffAt("pretrain epoch  1", 1);
    assertThatThrownBy(() -> cut.run(new PretrainStage(cut.settings(budget))))
        .isInstanceOf(IllegalStateException.class);
    cut.run(new PretrainStage(cut.settings(budget)));

    Manifest manifest = cut.manifest("pretrain");
    int steps = manifest.values().path("budget").path("steps").asInt();
    assertThat(manifest.counts().get("steps")).isEqualTo(steps).isGreaterThan(1);
    assertThat(cut.printed()).contains("a budget of 5 s: ", "resuming from step");
    TinyRun whole = new TinyRun(Files.createDirectory(folder.resolve("whole"))).prepare();
    whole.run(
        new PretrainStage(whole.settings("pretrain.steps=" + steps, "pretrain.batch-rows=32")));
    assertThat(whole.manifest("pretrain").values().path("weightsSha256"))
        .isEqualTo(manifest.values().path("weightsSha256"));
  }

  @Test
  void plainJavaDoesNotResumeWhatMklBegan() throws Exception {
    assumeTrue(GemmProvider.choose("auto").name().equals("mkl"), "MKL does not load here");
    TinyRun tiny = new TinyRun(folder).prepare();
    tiny.breakingOffAt("epoch  1", 1);
    assertThatThrownBy(() -> tiny.run(new PretrainStage(tiny.settings("compute.gemm=auto"))))
        .isInstanceOf(IllegalStateException.class);

    tiny.breakingOffAt("epoch  1", 1);
    assertThatThrownBy(() -> tiny.run(new PretrainStage(tiny.settings("compute.gemm=java"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(tiny.printed())
        .contains("is of an interrupted run with other settings, inputs or code")
        .doesNotContain("resuming from step");

    tiny.run(new PretrainStage(tiny.settings("compute.gemm=mkl")));
    assertThat(tiny.printed()).contains("resuming from step");
    assertThat(tiny.manifest("pretrain").computedBy().get("gemm")).startsWith("mkl ");
  }

  private static java.util.function.Predicate<Path> named(String name) {
    return path -> path.getFileName().toString().equals(name);
  }
}
