package io.sunrise.cli;

import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import io.sunrise.stage.WorkspaceLock;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The resources of one process: a Spark session and the locked folders that it writes in. */
final class Run implements AutoCloseable {
  private static final int SHUFFLE_TASKS_PER_CORE = 3;

  private final Settings settings;
  private final SparkSession spark;
  private final Workspace workspace;
  private final List<WorkspaceLock> locks;
  private final StageRunner runner;

  private Run(
      Settings settings,
      SparkSession spark,
      Workspace workspace,
      List<WorkspaceLock> locks,
      StageRunner runner) {
    this.settings = settings;
    this.spark = spark;
    this.workspace = workspace;
    this.locks = locks;
    this.runner = runner;
  }

  /** Starts Spark, and locks the workspace or whatever other folders the stages write in. */
  static Run start(Settings settings, String name, List<StageName> stages) {
    SparkSession spark = session(settings, name);
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    List<Stage> all = stages.stream().map(new Stages(settings)::of).toList();
    boolean onlyReads = all.stream().allMatch(stage -> stage.outputFolder().isPresent());
    Workspace workspace =
        onlyReads
            ? Workspace.at(settings.workspace(), settings.task(), configuration)
            : Workspace.open(settings.workspace(), settings.task(), configuration);
    List<WorkspaceLock> locks =
        all.stream()
            .map(workspace::of)
            .distinct()
            .map(folder -> WorkspaceLock.take(folder, Run::end))
            .toList();
    StageRunner runner = new StageRunner(spark, workspace, settings.seed(), Console.ofProcess());
    return new Run(settings, spark, workspace, locks, runner);
  }

  /**
   * Ends the process at once: another run may own the workspace, so nothing more may be written.
   */
  private static void end(String why) {
    Console.ofProcess().failure(why);
    Runtime.getRuntime().halt(Main.FAILED);
  }

  Workspace workspace() {
    return workspace;
  }

  void stages(List<StageName> names, boolean force) throws IOException {
    List<Stage> stages = names.stream().map(new Stages(settings)::of).toList();
    for (int i = 0; i < stages.size(); i++) {
      List<Stage> later = stages.subList(i + 1, stages.size());
      if (force) {
        runner.runAnyway(stages.get(i), later);
      } else {
        runner.run(stages.get(i), later);
      }
    }
  }

  /** Hadoop's configuration as a Spark session would have it, but without starting one. */
  static Configuration hadoopConfiguration(Settings settings) {
    return SparkHadoopUtil.get().newConfiguration(sparkConf(settings));
  }

  /** Options of spark-submit take precedence over the configuration. */
  private static SparkConf sparkConf(Settings settings) {
    SparkConf conf = new SparkConf();
    settings.spark().conf().forEach(conf::setIfMissing);
    return conf;
  }

  private static SparkSession session(Settings settings, String name) {
    SparkConf conf = sparkConf(settings);
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "sunrise " + name);
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    if (conf.get("spark.master").matches("local(\\[.*)?")) {
      // In local mode results stay in the driver's process, where the heap is the only limit.
      conf.setIfMissing("spark.driver.maxResultSize", "0");
    }
    SparkSession spark = SparkSession.builder().config(conf).getOrCreate();
    if (!conf.contains("spark.sql.shuffle.partitions")) {
      // Spark's default of 200 means many empty tasks on a laptop and too few on a large cluster.
      int partitions = SHUFFLE_TASKS_PER_CORE * spark.sparkContext().defaultParallelism();
      spark.conf().set("spark.sql.shuffle.partitions", partitions);
    }
    return spark;
  }

  @Override
  public void close() {
    locks.forEach(WorkspaceLock::close);
    spark.stop();
  }
}
