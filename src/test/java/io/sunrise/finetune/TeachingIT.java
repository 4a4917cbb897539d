package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.TinyRun;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
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

class TeachingIT {
  @TempDir private static Path shared;
  @TempDir Path folder;

  @BeforeAll
  static void pretrain() throws IOException {
    TinyRun tiny = new TinyRun(shared).ofDocumentsOfRows(3).prepare();
    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1")));
    assertThat(tiny.path("pretrain/vectors.safetensors")).exists();
    assertThat(tiny.path("pretrain/passage-vectors.safetensors")).exists();
  }

  @Test
  void measuresTeacherTaughtAndPlainAndKeepsOneOfTheLast() throws Exception {
    TinyRun tiny = pretrained("run");
    tiny.run(stage(tiny));

    JsonNode metrics = json(tiny, "finetune/metrics.json");
    JsonNode teaching = metrics.path("teaching");
    assertThat(teaching.path("unlabelledRows").asLong()).isEqualTo(120);
    String kept = teaching.path("kept").asText();
    assertThat(kept).isIn("taught", "plain");
    assertThat(metrics.path("pretrained")).isEqualTo(metrics.path(kept));
    for (String part : new String[] {"validation", "test"}) {
      for (String model : new String[] {"teacher", "taught", "plain"}) {
        assertThat(teaching.path(model).path(part).asDouble(-1))
            .isEqualTo(metrics.path(model).path(part).path("accuracy").asDouble())
            .isBetween(0.0, 1.0);
      }
    }
    assertThat(teaching.path("teacher").path("test").asDouble()).isEqualTo(1);
    assertThat(tiny.manifest("finetune").values().path("teaching").path("kept").asText())
        .isEqualTo(kept);
    assertThat(tiny.printed())
        .contains(
            "a teacher learns from TF-IDF and vectors: 96 rows",
            "120 rows that a teacher labelled gain");
    assertThat(Files.readString(tiny.path("finetune/taught/trace.jsonl")))
        .contains("\"epoch\":2")
        .doesNotContain("\"epoch\":3");
    assertThat(tiny.path("finetune/taught/checkpoints")).doesNotExist();
  }

  @Test
  void leavesTheSameWhateverThePartitions() throws Exception {
    TinyRun whole = pretrained("whole");
    whole.run(stage(whole));
    TinyRun spread = new TinyRun(Files.createDirectory(folder.resolve("spread")));
    spread.ofDocumentsOfRows(3).ofPartitions(3).prepare();
    spread.run(new PretrainStage(spread.settings("pretrain.epochs=1")));
    spread.run(stage(spread, "finetune.run-on=executors"));

    assertThat(weights(spread)).isEqualTo(weights(whole));
    assertThat(json(spread, "finetune/metrics.json"))
        .isEqualTo(json(whole, "finetune/metrics.json"));
  }

  @Test
  void resumesAfterTheTeachersPassAndWithinItsEpoch() throws Exception {
    TinyRun whole = pretrained("whole");
    whole.run(stage(whole));
    TinyRun cut = pretrained("cut");

    for (String line :
        List.of("a teacher learns", "the teacher labels the corpus", "taught epoch  2")) {
      cut.breakingOffAt(line, 1);
      assertThatThrownBy(() -> cut.run(stage(cut))).isInstanceOf(IllegalStateException.class);
    }
    assertThat(cut.run(stage(cut))).isEqualTo(Outcome.RAN);

    assertThat(cut.printed()).contains("taught: resuming from step 6 of 7");
    assertThat(cut.manifest("finetune").hash()).isEqualTo(whole.manifest("finetune").hash());
  }

  @Test
  void learnsFromTfIdfAloneWherePretrainLeftNoVectors() throws Exception {
    TinyRun tiny = new TinyRun(folder).prepare();
    tiny.run(new PretrainStage(tiny.settings("pretrain.epochs=1", "pretrain.warm-start=none")));

    tiny.run(stage(tiny));

    assertThat(tiny.printed()).contains("a teacher learns from TF-IDF: 96 rows");
    JsonNode teacher = json(tiny, "finetune/metrics.json").at("/teaching/teacher");
    assertThat(teacher.path("test").asDouble()).isEqualTo(1);
  }

  @Test
  void learnsFromTheLabelledRowsAloneWhereThereIsNoCorpus() throws Exception {
    TinyRun tiny = pretrained("run");
    tiny.run(new NoTokens());

    tiny.run(stage(tiny));

    assertThat(tiny.printed())
        .contains("preprocess/tokens: not there, so the classifier learns from the labelled rows");
    assertThat(json(tiny, "finetune/metrics.json").has("teaching")).isFalse();
  }

  private record NoTokens() implements Stage {
    @Override
    public String name() {
      return "preprocess";
    }

    @Override
    public List<String> upstream() {
      return List.of();
    }

    @Override
    public Object settings() {
      return "";
    }

    @Override
    public void run(StageRun run) {}
  }

  private static FinetuneStage stage(TinyRun tiny, String... overrides) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "finetune.unlabelled-rows=120",
                "finetune.checkpoint-steps=1",
                "finetune.scratch=false",
                "finetune.baseline=false"));
    all.addAll(List.of(overrides));
    return new FinetuneStage(tiny.settings(all.toArray(new String[0])));
  }

  /** In a copy of the workspace that pre-training has left. */
  private TinyRun pretrained(String name) throws IOException {
    Path own = folder.resolve(name);
    FileUtils.copyDirectory(shared.resolve("run").toFile(), own.resolve("run").toFile());
    return new TinyRun(own);
  }

  private static String weights(TinyRun tiny) {
    return tiny.manifest("finetune").values().path("weightsSha256").asText();
  }

  private static JsonNode json(TinyRun tiny, String file) throws IOException {
    return new ObjectMapper().readTree(tiny.path(file).toFile());
  }
}
