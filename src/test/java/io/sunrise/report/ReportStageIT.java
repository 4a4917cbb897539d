package io.sunrise.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.Settings.ReportSettings;
import io.sunrise.console.Console;
import io.sunrise.data.Schemas;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportStageIT {
  private static final SparkSession SPARK = SparkTesting.session();
  private static final ReportStage REPORT =
      new ReportStage(new ReportSettings("The <first> run", "not bad"));

  @TempDir private Path folder;
  private StageRunner runner;

  /** A stage that writes the files of a test. */
  private record Fake(String name, Work work) implements Stage {
    @Override
    public List<String> upstream() {
      return List.of();
    }

    @Override
    public Object settings() {
      return Map.of("max-tokens", 50);
    }

    @Override
    public void run(StageRun run) throws IOException {
      work.run(run);
    }
  }

  @FunctionalInterface
  private interface Work {
    void run(StageRun run) throws IOException;
  }

  @BeforeEach
  void openWorkspace() throws IOException {
    Workspace workspace =
        Workspace.open(
            folder.resolve("run").toString(), SPARK.sparkContext().hadoopConfiguration());
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    runner = new StageRunner(SPARK, workspace, 1, new Console(out, out, false));
  }

  @Test
  void collectsAWholeRun() throws IOException {
    runner.run(new Fake("collect", ReportStageIT::collect));
    runner.run(new Fake("preprocess", ReportStageIT::preprocess));
    runner.run(new Fake("pretrain", ReportStageIT::pretrain));
    runner.run(new Fake("label", ReportStageIT::label));
    runner.run(new Fake("finetune", ReportStageIT::finetune));
    runner.run(REPORT);

    JsonNode run = FakeRun.MAPPER.readTree(folder.resolve("run/report/run.json").toFile());
    assertThat(run.path("stages")).hasSize(5);
    assertThat(run.at("/machine/master").asText()).isEqualTo("local[2]");
    assertThat(run.at("/samples/tokens/tokens/1").asText()).isEqualTo("sun");
    assertThat(run.at("/samples/labelled/label").asText()).isEqualTo("positive");
    assertThat(run.at("/pretrain/steps")).hasSize(1);
    assertThat(run.at("/pretrain/epochs/0/trainLoss").asDouble()).isEqualTo(3.25);
    assertThat(page())
        .contains("The &lt;first&gt; run")
        .contains("A document of a length that reads well on a page, neither short nor long.")
        .contains("3.250")
        .contains("near “sunrise”")
        .contains("34 of 110");
  }

  @Test
  void showsTheFinishedPartsOfAnUnfinishedRun() throws IOException {
    runner.run(new Fake("collect", ReportStageIT::collect));
    runner.run(REPORT);
    assertThat(page())
        .contains("read 2 documents.")
        .contains("This stage has not run in this workspace.");
  }

  @Test
  void refusesAWorkspaceWithoutAnyStage() {
    assertThatThrownBy(() -> runner.run(REPORT))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("holds no finished stage");
  }

  @Test
  void namesABrokenTrace() throws IOException {
    runner.run(new Fake("pretrain", run -> write(run, "trace.jsonl", "{\"type\":\"step\"")));
    assertThatThrownBy(() -> runner.run(REPORT))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("pretrain/trace.jsonl: not JSON");
  }

  private String page() throws IOException {
    return Files.readString(folder.resolve("run/report/report.html"));
  }

  private static void collect(StageRun run) {
    parquet(
        run,
        "documents",
        Schemas.DOCUMENTS,
        RowFactory.create("00", "Short.", "text: a", "a.txt", ""),
        RowFactory.create(
            "01",
            "A document of a length that reads well on a page, neither short nor long.",
            "text: a",
            "a.txt",
            ""));
    run.count("documents", 2);
  }

  private static void preprocess(StageRun run) throws IOException {
    parquet(run, "tokens", Schemas.TOKEN_ROWS, RowFactory.create(0L, "00", 0, List.of(2, 5, 3)));
    write(run, "tokenizer.json", "{\"model\":{\"vocab\":{\"[CLS]\":2,\"[SEP]\":3,\"sun\":5}}}");
    run.count("rows", 1);
  }

  private static void pretrain(StageRun run) throws IOException {
    write(
        run,
        "trace.jsonl",
        """
        {"type":"step","step":1,"epoch":1,"loss":3.5}
        {"type":"epoch","epoch":1,"stage":"pretrain","step":1,"trainLoss":3.25,"trainAccuracy":0.25}
        """);
    write(run, "examples.json", FakeRun.full().get("masked").toString());
    write(run, "neighbours.json", FakeRun.full().get("neighbours").toString());
  }

  private static void label(StageRun run) throws IOException {
    parquet(
        run,
        "train",
        Schemas.LABELLED_ROWS,
        RowFactory.create(0L, "00", "Not bad at all.", 1, 1f, List.of(2, 5, 3)));
    write(run, "labels.json", "[\"negative\",\"positive\"]");
    run.count("train", 1);
  }

  private static void finetune(StageRun run) throws IOException {
    write(run, "metrics.json", FakeRun.full().get("metrics").toString());
  }

  private static void parquet(StageRun run, String name, StructType schema, Row... rows) {
    SPARK.createDataFrame(List.of(rows), schema).coalesce(1).write().parquet(run.output(name));
  }

  private static void write(StageRun run, String relative, String text) throws IOException {
    try (var out = run.fileSystem().create(new org.apache.hadoop.fs.Path(run.output(relative)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
