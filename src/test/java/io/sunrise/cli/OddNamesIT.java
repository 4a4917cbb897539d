package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.config.Settings;
import io.sunrise.console.Console;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every stage in a workspace, and of sources, whose names mean something to Hadoop and Spark. */
class OddNamesIT {
  private static final String ODD =
      "exp[1] {a,b}*? 50%20 #1 a=b $HOME \\n 2024-05-01T10:00+00:00 ü";

  @TempDir private Path folder;

  private static String quoted(Object value) throws IOException {
    return new ObjectMapper().writeValueAsString(value.toString());
  }

  private Settings settings(Path workspace, Path sources) throws IOException {
    Path file = Files.writeString(folder.resolve("odd.conf"), "sunrise {}");
    String jsonl = quoted(sources.resolve(ODD + ".jsonl"));
    return Settings.load(
        file,
        new ArrayList<>(
            List.of(
                "workspace=" + quoted(workspace),
                "collect.sources=[{type=jsonl, path=" + jsonl + "}]",
                "preprocess.tokenizer.vocabulary-size=300",
                "preprocess.near-duplicates.enabled=false",
                "preprocess.min-tokens=3",
                "pretrain.epochs=1",
                "pretrain.batch-rows=32",
                "label.sources=[{type=jsonl, path=" + jsonl + "}]",
                "finetune.epochs=1",
                "finetune.batch-rows=32",
                "cross-validate.folds=2",
                "cross-validate.finetune.epochs=1",
                "cross-validate.scratch=false",
                "cross-validate.baseline=false",
                "predict.input={type=parquet, path=" + quoted(workspace + "/label/test") + "}",
                "model.size=tiny")));
  }

  private static List<String> rows() {
    return IntStream.range(0, 400)
        .mapToObj(
            i ->
                String.format(
                    Locale.ROOT,
                    "{\"text\":\"zanzibar film number %d was %s and long %d\",\"label\":\"%s\"}",
                    i,
                    i % 2 == 0 ? "good" : "bad",
                    i * 7,
                    i % 2 == 0 ? "yes" : "no"))
        .toList();
  }

  @Test
  void everyStageReadsAndWritesItsOwnFolderWhateverItsNameHolds() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("in " + ODD));
    Files.write(sources.resolve(ODD + ".jsonl"), rows());
    Path directory = folder.resolve("run " + ODD);
    Settings settings = settings(directory, sources);
    var spark = SparkTesting.session();
    Workspace workspace =
        Workspace.open(directory.toString(), spark.sparkContext().hadoopConfiguration());
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    StageRunner runner = new StageRunner(spark, workspace, 1, new Console(out, out, false));
    for (StageName name : StageName.values()) {
      runner.run(new Stages(settings).of(name));
      assertThat(workspace.manifest(name.command())).as(name.command()).isPresent();
    }
    assertThat(Files.readString(directory.resolve("preprocess/vocab.txt"))).contains("zanzibar");
    assertThat(directory.resolve("report/report.html")).isNotEmptyFile();
    assertThat(folder).isDirectoryContaining(path -> path.equals(directory));
    try (var children = Files.list(folder)) {
      assertThat(children)
          .containsExactlyInAnyOrder(sources, directory, folder.resolve("odd.conf"));
    }
  }
}
