package io.sunrise;

import io.sunrise.console.Console;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Runs stages as the command line does, in a workspace of a test. */
public final class StageTesting {
  private final Path folder;
  private final Workspace workspace;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  public StageTesting(Path folder) {
    this.folder = folder;
    this.workspace =
        Workspace.open(
            folder.toString(), SparkTesting.session().sparkContext().hadoopConfiguration());
  }

  /** Runs the stage and gives what it committed. */
  public Manifest run(Stage stage, long seed) {
    runner(seed).runAnyway(stage);
    return manifest(stage);
  }

  /** Runs the stage where it is out of date. */
  public StageRunner.Outcome runIfStale(Stage stage, long seed) throws IOException {
    return runner(seed).run(stage);
  }

  public Manifest manifest(Stage stage) {
    return workspace.manifest(stage.name()).orElseThrow();
  }

  private StageRunner runner(long seed) {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new StageRunner(SparkTesting.session(), workspace, seed, new Console(out, out, false));
  }

  /** The rows of a folder or file of the workspace; those of one file in its order. */
  public List<Row> rows(String relative) {
    return dataset(relative).collectAsList();
  }

  public Dataset<Row> dataset(String relative) {
    return SparkTesting.session().read().parquet(folder.resolve(relative).toString());
  }

  public Path folder() {
    return folder;
  }

  public String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
