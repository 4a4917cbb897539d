package io.sunrise.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.StageTesting;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.demo.GeneratedText;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.StageRunner.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stage beside labelled files that the model is to be tested on. */
class DecontaminatedStageIT {
  private static final long SEED = 5;
  private static final String FIRST =
      "Nobody who has seen the northern lights above a frozen lake will ever forget them";
  private static final String SECOND =
      "The old harbour was full of boats that had not been out at sea for years";

  @TempDir private Path folder;
  private StageTesting stages;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @BeforeEach
  void collect() throws IOException {
    GeneratedText english = new GeneratedText(SEED, List.of());
    List<String> others =
        IntStream.range(0, 30).mapToObj(i -> english.document(i).replace('\n', ' ')).toList();
    Path corpus =
        write(
            "corpus.txt",
            String.join("\n", others)
                + ("\nWell, " + FIRST.toUpperCase(Locale.ROOT) + ", she said.")
                + ("\nIt is said: <b>" + FIRST + "</b>!")
                + ("\n" + SECOND + ", and it showed.")
                + ("\nHe wrote that " + english.labelled(3).text().replace('\n', ' '))
                + "\nThe northern lights are something that nobody will ever forget.\n");
    stages = new StageTesting(folder.resolve("run"));
    String source = TestSettings.source(SourceType.TEXT, corpus);
    stages.run(new CollectStage(TestSettings.collect("sources = [{" + source + "}]"), SEED), SEED);
  }

  private static PreprocessSettings settings(String... sources) {
    return TestSettings.preprocess(
        "tokenizer { vocabulary-size = 500, min-frequency = 1 }, output-files = 1,"
            + " near-duplicates.enabled = false, keep-dropped = true, decontamination { ngram = 10, min-words = 5,"
            + " sources = [{"
            + String.join("}, {", sources)
            + "}] }");
  }

  private static PreprocessStage stage(PreprocessSettings settings) {
    return new PreprocessStage(settings, new ReadLimits(1 << 20, 64), SEED);
  }

  @Test
  void documentsThatShareTextWithLabelledFilesAreDroppedAndCountedUntilTheFilesChange()
      throws IOException {
    Path csv = write("test.csv", "text,label\n\"" + FIRST + ".\",positive\n");
    Path jsonl = write("test.jsonl", "{\"text\": \"" + SECOND + "\"}\n{\"text\": 5}\n");
    PreprocessStage stage =
        stage(
            settings(
                TestSettings.source(SourceType.CSV, csv),
                TestSettings.source(SourceType.JSONL, jsonl)));

    Manifest manifest = stages.run(stage, SEED);

    assertThat(manifest.counts())
        .containsEntry("documents", 35L)
        .containsEntry("dropped.shares text with csv:" + csv, 2L)
        .containsEntry("dropped.shares text with jsonl:" + jsonl, 1L);
    JsonNode told = manifest.values().path("decontamination");
    assertThat(told.path("testTexts").asLong()).isEqualTo(2);
    assertThat(told.path("unreadableTestTexts").asLong()).isEqualTo(1);
    assertThat(stages.rows("preprocess/dropped-documents"))
        .extracting(row -> row.<String>getAs("text"))
        .contains(SECOND + ", and it showed.", "It is said: " + FIRST + "!");

    assertThat(stages.runIfStale(stage, SEED)).isEqualTo(Outcome.UP_TO_DATE);
    write("test.csv", "text,label\n\"Another text that nobody has written.\",positive\n");
    assertThat(stages.runIfStale(stage, SEED)).isEqualTo(Outcome.RAN);
    assertThat(stages.manifest(stage).counts())
        .containsEntry("dropped.shares text with csv:" + csv, 0L)
        .containsEntry("dropped.shares text with jsonl:" + jsonl, 1L);
  }

  @Test
  void generatedTestTextsAreLookedForToo() {
    assertThat(stages.run(stage(settings("type = generated, documents = 10")), SEED).counts())
        .containsEntry("dropped.shares text with generated", 1L);
  }
}
