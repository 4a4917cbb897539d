package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import io.sunrise.console.Console;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.StageRunner.Outcome;
import io.sunrise.stage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New texts every day, labelled by a model that was trained once. */
class PredictEveryDayIT {
  @TempDir static Path trained;
  private static TinyRun tiny;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    tiny = new TinyRun(trained).fineTuned();
  }

  @BeforeEach
  void firstDays() throws IOException {
    Files.createDirectories(folder.resolve("in/late"));
    day("in/1.csv", "one", "two");
    day("in/late/2:30.csv", "three");
  }

  private void day(String name, String... ids) throws IOException {
    List<String> lines = new ArrayList<>(List.of("id,text"));
    for (String id : ids) {
      lines.add(id + ",the film was great .");
    }
    Files.write(folder.resolve(name), lines);
  }

  private PredictStage stage(String... overrides) {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add("predict.input.type=csv");
    all.add("predict.output-format=csv");
    if (Stream.of(overrides).noneMatch(each -> each.startsWith("predict.input.path"))) {
      all.add("predict.input.path=\"" + folder.resolve("in") + "\"");
    }
    return new PredictStage(tiny.settings(all.toArray(String[]::new)));
  }

  private String output(String name) {
    return "predict.output=\"" + folder.resolve(name) + "\"";
  }

  private String input(String name) {
    return "predict.input.path=\"" + folder.resolve(name) + "\"";
  }

  /** The ids of the rows in a file of predictions. */
  private List<String> ids(String name) throws IOException {
    return Files.readAllLines(folder.resolve(name)).stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  @Test
  void predictionsOfADayGoWhereTheSettingsSayAndLeaveTheOthersAlone() throws IOException {
    tiny.run(stage(input("in/1.csv"), output("out/day1")));
    FileTime written = Files.getLastModifiedTime(folder.resolve("out/day1/manifest.json"));
    tiny.run(stage(input("in/late"), output("out/day2")));

    assertThat(ids("out/day1/predictions/part-00000.csv")).containsExactly("one", "two");
    assertThat(ids("out/day2/predictions/part-00000.csv")).containsExactly("three");
    assertThat(Files.getLastModifiedTime(folder.resolve("out/day1/manifest.json")))
        .isEqualTo(written);
    assertThat(tiny.path("predict")).doesNotExist();
    assertThat(tiny.run(stage(input("in/1.csv"), output("out/day1"))))
        .isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void aNewFileWithoutARowLeavesTheOthersAsTheyAre() throws IOException {
    String[] incremental = {output("out/all"), "predict.incremental=true"};
    tiny.run(stage(incremental));
    day("in/3.csv");
    assertThat(tiny.run(stage(incremental))).isEqualTo(Outcome.RAN);
    assertThat(ids("out/all/predictions/1.csv/part-00000.csv")).containsExactly("one", "two");
    day("in/4.csv", "four");
    assertThat(tiny.run(stage(incremental))).isEqualTo(Outcome.RAN);
    assertThat(ids("out/all/predictions/4.csv/part-00000.csv")).containsExactly("four");
    assertThat(tiny.run(stage(incremental))).isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void refusesAFolderForPredictionsThatHasOtherFilesOrIsInTheInput() throws IOException {
    Files.createDirectories(folder.resolve("other"));
    day("other/mine.csv", "six");
    assertThatThrownBy(() -> tiny.run(stage(output("other"))))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("mine.csv: not written by predict, which would replace");
    assertThat(folder.resolve("other/mine.csv")).exists();
    for (String inside : List.of("in", "in/labelled")) {
      assertThatThrownBy(() -> tiny.run(stage(output(inside))))
          .isInstanceOf(SunriseException.class)
          .hasMessageContaining("whose files are read; name a folder elsewhere");
    }
  }

  @Test
  void aCopiedModelLabelsWithoutTheWorkspaceThatMadeIt() throws IOException {
    tiny.run(stage(output("own")));
    Path model = folder.resolve("model");
    FileUtils.copyDirectory(tiny.path("finetune").toFile(), model.toFile());
    StageRunner elsewhere =
        new StageRunner(
            SparkTesting.session(),
            Workspace.at(folder.resolve("none").toString(), Optional.empty(), new Configuration()),
            1,
            new Console(System.out, System.err, false));
    PredictStage copied = stage(output("copied"), "predict.model=\"" + model + "\"");
    elsewhere.run(copied);

    assertThat(folder.resolve("copied/predictions/part-00000.csv"))
        .hasSameTextualContentAs(folder.resolve("own/predictions/part-00000.csv"));
    assertThat(folder.resolve("none")).doesNotExist();

    Files.delete(model.resolve("manifest.json"));
    assertThat(elsewhere.run(copied)).isEqualTo(Outcome.RAN);

    Files.delete(model.resolve("model.safetensors"));
    assertThatThrownBy(() -> elsewhere.run(copied))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("model: no fine-tuned model is there; run finetune first, or set");
  }

  @Test
  void aTamperedFileOfACopiedModelIsRefused() throws IOException {
    Path model = folder.resolve("model");
    FileUtils.copyDirectory(tiny.path("finetune").toFile(), model.toFile());
    Files.writeString(
        model.resolve("config.json"), Files.readString(model.resolve("config.json")) + " ");

    assertThatThrownBy(() -> tiny.run(stage(output("out"), "predict.model=\"" + model + "\"")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("config.json: damaged");
  }

  @Test
  void onlyNewAndChangedFilesAreLabelledIfIncremental() throws IOException {
    String one = "out/predictions/1.csv/part-00000.csv";
    String two = "out/predictions/late/2%3A30.csv/part-00000.csv";
    incremental();
    assertThat(ids(one)).containsExactly("one", "two");
    assertThat(ids(two)).containsExactly("three");
    assertThat(counts()).containsEntry("files", 2L).containsEntry("rows", 3L);
    assertThat(incremental()).isEqualTo(Outcome.UP_TO_DATE);

    FileTime written = Files.getLastModifiedTime(folder.resolve(one));
    day("in/3.csv", "four");
    Files.delete(folder.resolve("in/late/2:30.csv"));
    incremental();
    assertThat(counts())
        .containsEntry("files", 1L)
        .containsEntry("files labelled before", 2L)
        .containsEntry("rows", 1L);
    assertThat(ids("out/predictions/3.csv/part-00000.csv")).containsExactly("four");
    assertThat(ids(two)).containsExactly("three");
    assertThat(Files.getLastModifiedTime(folder.resolve(one))).isEqualTo(written);

    day("in/1.csv", "one", "two", "five");
    incremental();
    assertThat(counts()).containsEntry("files", 1L).containsEntry("rows", 3L);
    assertThat(ids(one)).containsExactly("one", "two", "five");

    Files.delete(folder.resolve("out/predictions/3.csv/part-00000.csv"));
    incremental("predict.micro-batch-rows=32");
    assertThat(ids("out/predictions/3.csv/part-00000.csv")).containsExactly("four");
    assertThat(counts()).containsEntry("files", 1L).containsEntry("files labelled before", 2L);
  }

  @Test
  void anotherSettingKeepsWhatIsLabelledAndForceLabelsAllAgain() throws IOException {
    incremental();
    assertThat(incremental("predict.micro-batch-rows=16")).isEqualTo(Outcome.RAN);
    assertThat(counts()).containsEntry("files", 0L).containsEntry("files labelled before", 2L);
    assertThat(ids("out/predictions/1.csv/part-00000.csv")).containsExactly("one", "two");

    new StageRunner(SparkTesting.session(), tiny.workspace(), 1, tiny.console())
        .runAnyway(stage(output("out"), "predict.incremental=true"));
    assertThat(counts()).containsEntry("files", 2L).containsEntry("rows", 3L);
  }

  private Outcome incremental(String... overrides) throws IOException {
    List<String> all = new ArrayList<>(List.of(overrides));
    all.add(output("out"));
    all.add("predict.incremental=true");
    return tiny.run(stage(all.toArray(String[]::new)));
  }

  private Map<String, Long> counts() {
    return Workspace.ofStage(folder.resolve("out").toString(), new Configuration())
        .manifest("predict")
        .orElseThrow()
        .counts();
  }
}
