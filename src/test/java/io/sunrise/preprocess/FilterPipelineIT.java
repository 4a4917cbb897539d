package io.sunrise.preprocess;

import static io.sunrise.preprocess.PreprocessTesting.collected;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.StageTesting;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.TestSettings;
import io.sunrise.data.Schemas;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilterPipelineIT {
  private static final List<DocumentStep> WORDS =
      List.of(dropping("one"), dropping("two"), dropping("three"));

  @TempDir private Path folder;

  /** A step that drops the documents of one text. */
  private static DocumentStep dropping(String text) {
    return step(
        text,
        texts ->
            texts.withColumn(Schemas.REASON, when(col(Schemas.TEXT).equalTo(text), lit(text))));
  }

  private static DocumentStep step(String reason, UnaryOperator<Dataset<Row>> work) {
    return new DocumentStep() {
      @Override
      public String title() {
        return "dropping " + reason;
      }

      @Override
      public List<String> reasons() {
        return List.of(reason);
      }

      @Override
      public Dataset<Row> apply(Dataset<Row> texts) {
        return work.apply(texts);
      }
    };
  }

  /** A stage that only screens. */
  private record Screened(
      PreprocessSettings settings, List<DocumentStep> steps, Consumer<FilterPipeline> look)
      implements Stage {
    @Override
    public String name() {
      return "preprocess";
    }

    @Override
    public List<String> upstream() {
      return List.of("collect");
    }

    @Override
    public List<String> externalInputs() {
      return List.of();
    }

    @Override
    public void run(StageRun run) {
      Dataset<Row> documents =
          run.spark().read().schema(Schemas.DOCUMENTS).parquet(run.input("collect") + "/documents");
      try (FilterPipeline pipeline = FilterPipeline.of(documents, steps, settings, run)) {
        look.accept(pipeline);
      }
    }
  }

  private void screen(String settings, List<DocumentStep> steps, Consumer<FilterPipeline> look)
      throws IOException {
    StageTesting stages = collected(folder, "one", "two", "three", "four", "two");
    stages.run(
        new Screened(TestSettings.preprocess(settings), steps, look), PreprocessTesting.SEED);
  }

  private static int stored() {
    return SparkTesting.session().sparkContext().getPersistentRDDs().size();
  }

  @Test
  void everyDocumentIsCountedOnce() throws IOException {
    screen(
        "",
        WORDS,
        pipeline -> {
          assertThat(pipeline.documents()).isEqualTo(5);
          assertThat(pipeline.droppedByReason())
              .containsOnly(Map.entry("one", 1L), Map.entry("two", 2L), Map.entry("three", 1L));
          assertThat(pipeline.kept().collectAsList())
              .extracting(row -> row.getString(1))
              .containsExactly("four");
        });
  }

  @Test
  void textsOfEarlierStepsAreStoredOnlyWhereDroppedOnesAreWanted() throws IOException {
    int before = stored();
    screen("", WORDS, pipeline -> assertThat(stored()).isEqualTo(before + 1));
    screen(
        "keep-dropped = true",
        WORDS,
        pipeline -> {
          assertThat(stored()).isEqualTo(before + 3);
          assertThat(pipeline.dropped().collectAsList())
              .extracting(row -> row.getString(1))
              .containsExactlyInAnyOrder("one", "two", "two", "three");
        });
    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void aStepThatLosesADocumentStopsTheRun() {
    DocumentStep losing =
        step(
            "two",
            texts ->
                texts
                    .filter(col(Schemas.TEXT).notEqual("two"))
                    .withColumn(Schemas.REASON, lit(null).cast("string")));
    for (List<DocumentStep> steps : List.of(List.of(losing), List.of(dropping("one"), losing))) {
      assertThatThrownBy(() -> screen("", steps, pipeline -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("documents were lost: dropping two got");
    }
  }
}
