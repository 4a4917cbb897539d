package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New text every week, in a workspace that keeps its tokenizer and continues from its model. */
class NewTextIT {
  private static final List<StageName> STAGES =
      List.of(StageName.COLLECT, StageName.PREPROCESS, StageName.PRETRAIN);

  @TempDir private Path folder;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void firstWeek() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    week(1, "film", "great");
  }

  private void week(int number, String thing, String adjective) throws IOException {
    List<String> lines =
        IntStream.range(0, 150)
            .mapToObj(
                i ->
                    String.format(
                        Locale.ROOT, "the %s of day %d was %s and long", thing, i, adjective))
            .toList();
    Files.write(folder.resolve("in/week" + number + ".txt"), lines);
  }

  private Workspace workspace() {
    return Workspace.open(folder.resolve("run").toString(), new Configuration());
  }

  private Manifest manifest(String stage) {
    return workspace().manifest(stage).orElseThrow();
  }

  private void run(boolean force, String... overrides) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "workspace=" + folder.resolve("run"),
                "collect.sources=[{type=text, path=\""
                    + folder.resolve("in")
                    + "\", incremental=true}]",
                "preprocess.tokenizer.vocabulary-size=200",
                "preprocess.near-duplicates.enabled=false",
                "preprocess.max-tokens=12",
                "pretrain.incremental=true",
                "pretrain.epochs=1",
                "pretrain.batch-rows=64",
                "pretrain.warm-start=none"));
    all.addAll(List.of(overrides));
    Settings settings =
        Settings.load(Files.writeString(folder.resolve("week.conf"), "sunrise {}"), all);
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    StageRunner runner =
        new StageRunner(SparkTesting.session(), workspace(), 1, new Console(out, out, false));
    Stages stages = new Stages(settings);
    for (StageName name : STAGES) {
      if (force) {
        runner.runAnyway(stages.of(name));
      } else {
        runner.run(stages.of(name));
      }
    }
  }

  private String printed() {
    String text = printed.toString(StandardCharsets.UTF_8);
    printed.reset();
    return text;
  }

  private String tokenizer() {
    return manifest("preprocess").outputs().get("tokenizer.json").sha256();
  }

  @Test
  void theTokenizerStaysAndPreTrainingContinuesFromTheModel() throws IOException {
    run(false);
    assertThat(printed()).doesNotContain("starts from", "stays");
    String tokenizer = tokenizer();
    String model = manifest("pretrain").outputs().get("model.safetensors").sha256();

    week(2, "zanzibar", "quick");
    run(false);
    assertThat(printed())
        .contains("1 files are new, 0 changed, 1 were read before")
        .contains("the tokenizer stays as it was")
        .contains("starts from");
    assertThat(tokenizer()).isEqualTo(tokenizer);
    assertThat(manifest("collect").counts()).containsEntry("documents", 300L);
    assertThat(manifest("pretrain").values().at("/startFrom/sha256").toString()).contains(model);

    run(false);
    assertThat(printed()).contains("collect: up to date", "pretrain: up to date");

    run(true);
    assertThat(printed()).doesNotContain("starts from", "stays");
    assertThat(tokenizer()).isNotEqualTo(tokenizer);
  }

  @Test
  void aModelOfAnotherShapeIsRefused() throws IOException {
    run(false);
    assertThatThrownBy(() -> run(false, "model.size=mini"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("hidden_size is 128, the configuration expects 256");
    assertThatThrownBy(() -> run(false, "model.architecture=bert"))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("model_type is modernbert, the configuration expects bert");
    printed();
    run(false, "preprocess.tokenizer.vocabulary-size=150", "pretrain.incremental=false");
    assertThat(printed()).doesNotContain("starts from", "stays");
  }
}
