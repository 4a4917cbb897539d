package io.sunrise.ml;

import com.fasterxml.jackson.databind.node.TextNode;
import io.sunrise.SunriseException;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.data.Locations;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.finetune.FinetuneStage;
import io.sunrise.label.LabelStage;
import io.sunrise.label.LongestText;
import io.sunrise.model.ModelFolder;
import io.sunrise.preprocess.PreprocessStage;
import io.sunrise.pretrain.PretrainStage;
import io.sunrise.stage.SparkVersion;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A workspace for the stages of one fit, deleted when it is closed. */
final class FitWorkspace implements AutoCloseable {
  private final SparkSession spark;
  private final Path root;
  private final FileSystem fileSystem;
  private final Console console;

  FitWorkspace(HasWorkDir<?> params, SparkSession spark) {
    SparkVersion.require(spark);
    this.spark = spark;
    this.root = new Path(parent(params), "sunrise-" + UUID.randomUUID());
    this.fileSystem = Weights.fileSystem(root, spark);
    PrintStream silent =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    this.console = params.getVerbose() ? Console.ofProcess() : new Console(silent, silent, false);
  }

  private Path parent(HasWorkDir<?> params) {
    if (params.isDefined(params.workDir())) {
      return Locations.of(params.getWorkDir());
    }
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    if (spark.sparkContext().isLocal()) {
      return Locations.of(System.getProperty("java.io.tmpdir"));
    }
    Path shared = new Path(FileSystem.getDefaultUri(hadoop).toString(), "/tmp");
    if (shared.toUri().getScheme().equals("file")) {
      throw new SunriseException(
          "workDir is not set, and the default file system is the local one: set it to a folder that"
              + " all executors reach");
    }
    return shared;
  }

  /** Writes a part of the dataset, and returns the source that reads it. */
  String source(String name, Dataset<Row> rows, String fields) {
    Path path = new Path(root, "input/" + name);
    rows.write().parquet(path.toString());
    // Ids are derived from the title, so the folder's own name decides nothing.
    return String.format("{type=parquet, path=%s, title=%s%s}", quoted(path), name, fields);
  }

  static String quoted(Object text) {
    return TextNode.valueOf(text.toString()).toString();
  }

  Settings settings(List<String> overrides) {
    List<String> all = new ArrayList<>(overrides);
    all.add("workspace=" + quoted(root));
    all.add("compute.gemm=" + SharedGemm.of(spark));
    return Settings.of(all);
  }

  /** Runs the stages, which refuse themselves what is wrong: nothing long comes before. */
  void run(Settings settings, List<Stage> stages) {
    Workspace workspace =
        Workspace.open(settings.workspace(), spark.sparkContext().hadoopConfiguration());
    StageRunner runner = new StageRunner(spark, workspace, settings.seed(), console);
    stages.forEach(runner::run);
  }

  /** The stages up to a pre-trained model. */
  static List<Stage> pretraining(Settings settings) {
    ReadLimits limits = ReadLimits.of(settings.collect());
    List<Stage> stages = new ArrayList<>();
    if (!settings.skipsPretraining()) {
      stages.add(new CollectStage(settings.collect(), settings.seed()));
      stages.add(new PreprocessStage(settings.preprocess(), limits, settings.seed()));
    }
    stages.add(new PretrainStage(settings));
    return stages;
  }

  /** The stages from a pre-trained model to a classifier. */
  static List<Stage> finetuning(Settings settings) {
    return List.of(
        new LabelStage(
            settings.label(),
            ReadLimits.of(settings.collect()),
            LongestText.of(settings),
            settings.tokenizerStage(),
            settings.seed()),
        new FinetuneStage(settings));
  }

  ModelFolder model(String stage) {
    return Weights.folder(new Path(root, stage).toString(), spark);
  }

  @Override
  public void close() throws IOException {
    fileSystem.delete(root, true);
  }
}
