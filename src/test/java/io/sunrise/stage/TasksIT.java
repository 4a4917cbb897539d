package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.console.Console;
import io.sunrise.stage.StageRunner.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several tasks in one workspace. */
class TasksIT {
  @TempDir private Path folder;

  /** Copies what the stages before it wrote, and adds a text. */
  private record Copying(String name, List<String> upstream, String settings) implements Stage {
    @Override
    public void run(StageRun run) throws IOException {
      StringBuilder text = new StringBuilder(settings);
      for (String each : upstream) {
        try (var in =
            run.fileSystem().open(new org.apache.hadoop.fs.Path(run.input(each), "text"))) {
          text.append(' ').append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
      }
      try (var out =
          run.fileSystem().create(new org.apache.hadoop.fs.Path(run.output("text")), true)) {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private Workspace workspace(String task) {
    return Workspace.open(folder.toString(), Optional.ofNullable(task), new Configuration());
  }

  private Outcome run(String task, Stage stage) throws IOException {
    Console console = new Console(System.out, System.err, false);
    return new StageRunner(SparkTesting.session(), workspace(task), 1, console).run(stage);
  }

  private static Stage label(String settings) {
    return new Copying("label", List.of("preprocess"), settings);
  }

  @Test
  void tasksShareWhatIsLearnedWithoutLabelsAndKeepTheirOwnRest() throws IOException {
    run("tone", new Copying("preprocess", List.of(), "words"));
    run("tone", label("tone"));
    run("topics", label("topics"));
    run(null, label("plain"));

    assertThat(folder.resolve("preprocess/text")).hasContent("words");
    assertThat(folder.resolve("tasks/tone/label/text")).hasContent("tone words");
    assertThat(folder.resolve("tasks/topics/label/text")).hasContent("topics words");
    assertThat(folder.resolve("label/text")).hasContent("plain words");
    assertThat(run("tone", label("tone"))).isEqualTo(Outcome.UP_TO_DATE);
    assertThat(run("topics", new Copying("preprocess", List.of(), "words")))
        .isEqualTo(Outcome.UP_TO_DATE);
  }

  @Test
  void anInterruptedCommitOfATaskIsFinishedForThatTask() throws IOException {
    run("tone", new Copying("preprocess", List.of(), "words"));
    run("tone", label("tone"));
    Path whole = folder.resolve("tasks/tone/label");
    Path staging = folder.resolve("tasks/tone/.staging/label-0123456789abcdef");
    Files.createDirectories(staging);
    Files.move(whole.resolve("text"), staging.resolve("text"));
    Files.move(whole.resolve("manifest.json"), staging.resolve("manifest.json"));

    run("topics", label("topics"));
    assertThat(folder.resolve("tasks/topics/label/text")).hasContent("topics words");
    assertThat(staging.resolve("text")).exists();
    assertThat(run("tone", label("tone"))).isEqualTo(Outcome.UP_TO_DATE);
    assertThat(whole.resolve("text")).hasContent("tone words");
  }
}
