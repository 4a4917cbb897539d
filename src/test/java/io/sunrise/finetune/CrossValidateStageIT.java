package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.stage.StageRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrossValidateStageIT {
  /** Train and validation together. */
  private static final int ROWS = 136;

  private static final String FOLDS = "cross-validate.folds=3";
  private static final String SHUFFLE_PARTITIONS = "spark.sql.shuffle.partitions";

  @TempDir private static Path folder;
  private static TinyRun tiny;

  @BeforeAll
  static void pretrain() throws IOException {
    tiny = new TinyRun(folder).prepare();
    tiny.run(new PretrainStage(tiny.settings()));
  }

  private static CrossValidateStage stage(String... overrides) {
    List<String> all = new ArrayList<>(List.of(FOLDS, "finetune.epochs=2"));
    all.addAll(List.of(overrides));
    return new CrossValidateStage(tiny.settings(all.toArray(new String[0])));
  }

  private static List<JsonNode> runs() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> runs = new ArrayList<>();
    for (String line : Files.readAllLines(tiny.path("cross-validate/runs.jsonl"))) {
      runs.add(json.readTree(line));
    }
    return runs;
  }

  private static long sum(List<JsonNode> runs, String model, int labelCount, String field) {
    return runs.stream()
        .filter(run -> run.path("model").asText().equals(model))
        .filter(run -> run.path("labelCount").asInt() == labelCount)
        .mapToLong(run -> run.path(field).asLong())
        .sum();
  }

  @Test
  void leavesTheSameBytesForAnyPartitioning() throws IOException {
    String[] settings = {"cross-validate.label-counts=[40, 0]", "cross-validate.baseline=false"};
    String before = SparkTesting.session().conf().get(SHUFFLE_PARTITIONS);
    byte[] expected;
    try {
      SparkTesting.session().conf().set(SHUFFLE_PARTITIONS, "1");
      tiny.run(stage(settings));
      expected = Files.readAllBytes(tiny.path("cross-validate/runs.jsonl"));
      assertThat(tiny.run(stage(settings))).isEqualTo(Outcome.UP_TO_DATE);
      FileUtils.deleteDirectory(tiny.path("cross-validate").toFile());
      SparkTesting.session().conf().set(SHUFFLE_PARTITIONS, "7");
      assertThat(tiny.run(stage(settings))).isEqualTo(Outcome.RAN);
    } finally {
      SparkTesting.session().conf().set(SHUFFLE_PARTITIONS, before);
    }

    assertThat(tiny.path("cross-validate/runs.jsonl")).hasBinaryContent(expected);
    List<JsonNode> runs = runs();
    assertThat(runs).hasSize(2 * 2 * 3);
    for (String model : List.of("pretrained", "scratch")) {
      assertThat(sum(runs, model, 40, "learnedRows")).isEqualTo(3 * 36);
      assertThat(sum(runs, model, 40, "validationRows")).isEqualTo(3 * 4);
      assertThat(sum(runs, model, 40, "heldOutRows")).isEqualTo(ROWS);
    }
    assertThat(tiny.printed()).containsPattern("40 +\\d\\.\\d{3} ± \\d\\.\\d{3}");
  }

  @Test
  void measuresEachModelOnEachRowOnce() throws IOException {
    tiny.run(stage("cross-validate.folds=2"));

    List<JsonNode> runs = runs();
    assertThat(runs).hasSize(4 * 2);
    for (String model : List.of("pretrained", "scratch", "vectors", "baseline")) {
      assertThat(sum(runs, model, 0, "heldOutRows")).as(model).isEqualTo(ROWS);
      assertThat(sum(runs, model, 0, "learnedRows") + sum(runs, model, 0, "validationRows"))
          .isEqualTo(ROWS);
    }
    JsonNode table = tiny.manifest("cross-validate").values().path("accuracy");
    assertThat(table).hasSize(4);
    assertThat(table.get(3).path("model").asText()).isEqualTo("baseline");
    assertThat(table.get(3).path("heldOutMean").asDouble()).isEqualTo(1);
    assertThat(tiny.printed())
        .containsPattern("labels +pre-trained +scratch +frozen vectors +TF-IDF")
        .contains("all 68");
  }

  @Test
  void measuresWhatATeacherGainsOnEachFold() throws IOException {
    String[] settings = {
      "finetune.unlabelled-rows=30",
      "cross-validate.scratch=false",
      "cross-validate.baseline=false",
      "cross-validate.search={ unlabelled-rows = [0, 30] }"
    };
    tiny.run(stage(settings));

    List<JsonNode> taught =
        runs().stream().filter(run -> run.has("taughtHeldOutAccuracy")).toList();
    assertThat(taught)
        .hasSize(3)
        .allSatisfy(
            run -> {
              assertThat(run.path("setting").path("unlabelled-rows").asText()).isEqualTo("30");
              assertThat(run.path("unlabelledRows").asInt()).isEqualTo(30);
              assertThat(run.path("teacherHeldOutAccuracy").asDouble()).isEqualTo(1);
              assertThat(run.path("heldOutAccuracy").asDouble())
                  .isIn(
                      run.path("taughtHeldOutAccuracy").asDouble(),
                      run.path("plainHeldOutAccuracy").asDouble());
            });
    byte[] expected = Files.readAllBytes(tiny.path("cross-validate/runs.jsonl"));
    FileUtils.deleteDirectory(tiny.path("cross-validate").toFile());
    String before = SparkTesting.session().conf().get(SHUFFLE_PARTITIONS);
    try {
      SparkTesting.session().conf().set(SHUFFLE_PARTITIONS, "5");
      tiny.run(stage(settings));
    } finally {
      SparkTesting.session().conf().set(SHUFFLE_PARTITIONS, before);
    }
    assertThat(tiny.path("cross-validate/runs.jsonl")).hasBinaryContent(expected);
  }

  @Test
  void resumesWithTheRunsThatAreNotMadeYet() throws IOException {
    CrossValidateStage stage = stage("cross-validate.folds=2", "cross-validate.scratch=false");
    tiny.run(stage);
    byte[] expected = Files.readAllBytes(tiny.path("cross-validate/runs.jsonl"));
    FileUtils.deleteDirectory(tiny.path("cross-validate").toFile());

    tiny.breakingOffAt("cross-validation: 4 runs", 1);
    assertThatThrownBy(() -> tiny.run(stage)).isInstanceOf(IllegalStateException.class);
    List<Path> finished = finished();
    assertThat(finished).hasSize(4);
    Files.delete(finished.get(0));
    Files.writeString(finished.get(1), "{\"model\": \"pretr");
    tiny.breakingOffAt("cross-validation: 2 runs", 1);
    assertThatThrownBy(() -> tiny.run(stage)).isInstanceOf(IllegalStateException.class);
    tiny.run(stage);

    assertThat(tiny.path("cross-validate/runs.jsonl")).hasBinaryContent(expected);
    assertThat(tiny.path("cross-validate/finished")).doesNotExist();
    assertThat(tiny.printed())
        .contains(
            "resuming: 2 of 6 runs were made before the interruption",
            "resuming: 4 of 6 runs were made before the interruption");
  }

  /** The scores that an interrupted stage has left. */
  private static List<Path> finished() throws IOException {
    try (Stream<Path> files = Files.walk(tiny.path(""))) {
      return files
          .filter(
              file -> file.getParent().endsWith("finished") && file.toString().endsWith(".json"))
          .sorted()
          .toList();
    }
  }

  @Test
  void showsTheSettingsSearchedByTheirAccuracyOnTheValidationRows() throws IOException {
    tiny.run(
        stage(
            "cross-validate.search={ learning-rate = [1.0e-9, 2.0e-3], epochs = [1, 4] }",
            "finetune.probe=false",
            "cross-validate.scratch=false",
            "cross-validate.baseline=false",
            "cross-validate.seeds=2"));

    assertThat(runs()).hasSize(2 * 2 * 3 * 2);
    JsonNode table = tiny.manifest("cross-validate").values().path("accuracy");
    assertThat(StreamSupport.stream(table.spliterator(), false))
        .hasSize(4)
        .extracting(row -> -row.path("validationMean").asDouble())
        .isSorted();
    assertThat(table.get(0).path("setting").path("learning-rate").asText()).isEqualTo("0.002");
    assertThat(tiny.printed()).contains("epochs 4, learning-rate 0.002");
  }

  @Test
  void saysInOneLineWhatCannotBeHeldOutOrLearnedFrom() {
    assertThatThrownBy(() -> tiny.run(stage("cross-validate.folds=69")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("cross-validate.folds = 69: the label \"negative\" has 68 rows")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> tiny.run(stage("cross-validate.label-counts=[91]")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("label-counts = 91: 136 rows in 3 folds leave 90 to learn from")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> tiny.run(stage("cross-validate.label-counts=[2]")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("label-counts = 2: expected at least one row of each of 2 labels")
        .hasMessageContaining("found 0 to validate on")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> tiny.run(stage("finetune.unlabelled-rows=500001")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("unlabelled-rows = 500001: every executor holds")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> tiny.run(stage("finetune.epochs=0")))
        .isInstanceOf(SunriseException.class)
        .hasMessage("cross-validate.finetune.epochs is 0, expected at least 1: raise it");
    assertThatThrownBy(() -> tiny.run(stage("finetune.optimizer=distri")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("cross-validate.finetune.optimizer = distri");
    assertThatThrownBy(() -> tiny.run(stage("finetune.frozen-layers=9")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("cross-validate.finetune.frozen-layers is 9, expected at most the 2");
  }
}
