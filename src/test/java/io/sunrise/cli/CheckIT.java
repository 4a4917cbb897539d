package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.TinyRun;
import io.sunrise.config.Settings;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageCheck.Finding;
import io.sunrise.stage.StageCheck.Level;
import io.sunrise.stage.StageRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pipeline's mistakes are found before its first stage runs. */
class CheckIT {
  private static final List<StageName> PIPELINE =
      List.of(
          StageName.COLLECT,
          StageName.PREPROCESS,
          StageName.PRETRAIN,
          StageName.LABEL,
          StageName.FINETUNE,
          StageName.PREDICT,
          StageName.REPORT);

  @TempDir private Path folder;

  private StageCheck check(String... overrides) throws IOException {
    TinyRun tiny = new TinyRun(folder);
    Settings settings =
        tiny.settings(
            Stream.concat(
                    Stream.of(
                        "collect.sources=[{type=generated, documents=300}]",
                        "label.sources=[{type=generated, documents=120}]",
                        "predict.input={type=csv, path=\""
                            + write("in.csv", "text\none\n")
                            + "\"}"),
                    Stream.of(overrides))
                .toArray(String[]::new));
    List<Stage> stages = PIPELINE.stream().map(new Stages(settings)::of).toList();
    StageRunner runner =
        new StageRunner(SparkTesting.session(), tiny.workspace(), 1, tiny.console());
    return runner.check(stages);
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private void assertProblem(String override, String stage, String... parts) throws IOException {
    List<Finding> problems =
        check(override).findings().stream()
            .filter(finding -> finding.level() == Level.PROBLEM)
            .toList();
    assertThat(problems).as(override).hasSize(1);
    assertThat(problems.get(0).stage()).isEqualTo(stage);
    assertThat(problems.get(0).line()).contains(parts).doesNotContain("\n");
  }

  @Test
  void aRunInOrderHasNoProblem() throws IOException {
    StageCheck check = check();
    assertThat(check.hasProblems()).as(check.findings().toString()).isFalse();
    assertThat(check.findings())
        .extracting(Finding::stage)
        .contains(PIPELINE.stream().map(StageName::command).toArray(String[]::new));
  }

  @Test
  void missingPathsOfLaterStages() throws IOException {
    assertProblem(
        "label.sources=[{type=csv, path=/no/labels.csv}]", "label", "/no/labels.csv: no such file");
    assertProblem(
        "predict.input={type=csv, path=/no/in.csv}", "predict", "/no/in.csv: no such file");
    assertProblem(
        "preprocess.tokenizer.file=/no/tokenizer.json", "preprocess", "/no/tokenizer.json");
    assertProblem(
        "preprocess.decontamination.sources=[{type=csv, path=/no/tests.csv}]",
        "preprocess",
        "/no/tests.csv");
  }

  @Test
  void columnsAndEncodingsOfLaterStages() throws IOException {
    Path rows = write("rows.csv", "text,verdict\none,good\ntwo,bad\n");
    assertProblem(
        "label.sources=[{type=csv, path=\"" + rows + "\"}]", "label", "no column \"label\"");
    assertProblem(
        "predict.input={type=csv, path=\"" + rows + "\", text-field=body}",
        "predict",
        "no column \"body\"");
    Path objects = write("rows.jsonl", "{\"id\": 1, \"text\": \"one\"}\n");
    assertProblem(
        "predict.input={type=jsonl, path=\"" + objects + "\", text-field=body}",
        "predict",
        "no row has a field \"body\", its fields are id, text");
    Path model = Files.createDirectories(folder.resolve("model"));
    write("model/config.json", "{}");
    assertProblem("predict.model=\"" + model + "\"", "predict", "no fine-tuned model is there");
    assertProblem(
        "predict.input={type=csv, path=\"" + rows + "\", encoding=latin-9x}",
        "predict",
        "latin-9x");
  }

  @Test
  void labelsAndTheirWeights() throws IOException {
    Path one = write("one.csv", "text,label\none,good\ntwo,good\n");
    assertProblem(
        "label.sources=[{type=csv, path=\"" + one + "\"}]", "label", "every row has the label");
    Path few = write("few.csv", "text,label\none,good\ntwo,bad\n");
    assertProblem(
        "label.sources=[{type=csv, path=\"" + few + "\"}]", "label", "no label has enough rows");
    assertProblem("finetune.class-weights={god=2}", "finetune", "class-weights names god");
  }

  @Test
  void settingsThatDoNotFitTogether() throws IOException {
    assertProblem("preprocess.min-tokens=20", "preprocess", "min-tokens is 20");
    assertProblem("pretrain.frozen-layers=3", "pretrain", "pretrain.frozen-layers is 3");
    assertProblem("finetune.frozen-layers=3", "finetune", "finetune.frozen-layers is 3");
    assertProblem("label.validation-share=0.85", "label", "no row to train on", "below 1");
  }

  @Test
  void aLabelWithOneRowIsAWarningAndNotAProblem() throws IOException {
    StringBuilder rows = new StringBuilder("text,label\nthe only one,closed\n");
    for (int i = 0; i < 40; i++) {
      rows.append("film ").append(i).append(i % 2 == 0 ? ",good\n" : ",bad\n");
    }
    StageCheck check =
        check("label.sources=[{type=csv, path=\"" + write("rare.csv", rows.toString()) + "\"}]");
    assertThat(check.hasProblems()).isFalse();
    assertThat(check.findings())
        .anyMatch(f -> f.level() == Level.WARNING && f.line().contains("\"closed\" (1)"));
  }

  @Test
  void severalProblemsAreFoundTogether() throws IOException {
    StageCheck check =
        check(
            "label.sources=[{type=csv, path=/no/labels.csv}]",
            "predict.input={type=csv, path=/no/in.csv}",
            "pretrain.frozen-layers=3");
    assertThat(check.findings().stream().filter(f -> f.level() == Level.PROBLEM)).hasSize(3);
  }
}
