package io.sunrise.cli;

import io.sunrise.config.Settings;
import io.sunrise.console.Console;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRunner;
import io.sunrise.stage.Workspace;
import io.sunrise.stage.WorkspaceLock;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** The resources of one process: a Spark session and the locked folders that it writes in. */
final class Run implements AutoCloseable {
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
    SparkSession spark = SparkSessions.start(settings, name, Console.ofProcess());
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

  /** Checks the stages, and then runs those that are out of date, or all if forced. */
  void stages(List<StageName> names, RunOptions options) throws IOException {
    List<Stage> stages = stages(names);
    findings(stages, options).stopIfProblems(Console.ofProcess());
    for (Stage stage : stages) {
      if (options.force()) {
        runner.runAnyway(stage);
      } else {
        runner.run(stage);
      }
    }
  }

  /**
   * Prints what is found before the stages would run.
   *
   * @return the exit code
   */
  int check(List<StageName> names, RunOptions options) throws IOException {
    StageCheck check = findings(stages(names), options);
    check.show(Console.ofProcess());
    return check.hasProblems() ? Main.FAILED : 0;
  }

  private StageCheck findings(List<Stage> stages, RunOptions options) throws IOException {
    return options.force() ? runner.checkAll(stages) : runner.check(stages);
  }

  private List<Stage> stages(List<StageName> names) {
    return names.stream().map(new Stages(settings)::of).toList();
  }

  /** Hadoop's configuration as a Spark session would have it, but without starting one. */
  static Configuration hadoopConfiguration(Settings settings) {
    return SparkHadoopUtil.get().newConfiguration(SparkSessions.configuration(settings));
  }

  /** After an interruption, what the stage that was running had written is deleted. */
  @Override
  public void close() throws IOException {
    spark.stop();
    if (Interruption.isRequested()) {
      runner.discardUnfinished();
    }
    locks.forEach(WorkspaceLock::close);
  }
}
