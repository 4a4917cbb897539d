package io.sunrise.stage;

import io.sunrise.console.Console;
import io.sunrise.console.JobDescription;
import io.sunrise.data.SparkFailures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Runs stages that are out of date, and commits what they leave: whole or not at all. */
public final class StageRunner {

  /** What became of a stage. */
  public enum Outcome {
    RAN,
    UP_TO_DATE
  }

  private final SparkSession spark;
  private final Workspace workspace;
  private final long seed;
  private final Console console;

  /** What the running stage, from which no other run can resume, has written so far. */
  private Path unfinished;

  private Workspace unfinishedIn;

  public StageRunner(SparkSession spark, Workspace workspace, long seed, Console console) {
    this.spark = spark;
    this.workspace = workspace;
    this.seed = seed;
    this.console = console;
  }

  /** Checks, before the first of the stages runs, all of those that are out of date. */
  public StageCheck check(List<Stage> stages) throws IOException {
    return check(stages, Set.of());
  }

  /** Checks all of the stages, before the first of them runs. */
  public StageCheck checkAll(List<Stage> stages) throws IOException {
    return check(stages, stages.stream().map(Stage::name).collect(Collectors.toSet()));
  }

  private StageCheck check(List<Stage> stages, Set<String> forced) throws IOException {
    return JobDescription.during(
        spark.sparkContext(),
        "check",
        "check",
        () -> new StageChecker(spark, workspace, seed).check(stages, forced));
  }

  /** Runs the stage unless its output is up to date. */
  public Outcome run(Stage stage) {
    return run(stage, false);
  }

  /** Runs the stage even where its output is up to date. */
  public Outcome runAnyway(Stage stage) {
    return run(stage, true);
  }

  private Outcome run(Stage stage, boolean force) {
    String name = stage.name();
    try {
      return JobDescription.during(
          spark.sparkContext(), name, name, () -> bringUpToDate(stage, force));
    } catch (Exception e) {
      // Spark, written in Scala, also throws checked exceptions that no method declares.
      throw SparkFailures.explain(name, e);
    }
  }

  /** Deletes what an interrupted stage has written, unless the next run can resume from it. */
  public void discardUnfinished() throws IOException {
    if (unfinished != null) {
      unfinishedIn.discard(unfinished);
    }
  }

  private Outcome bringUpToDate(Stage stage, boolean force) throws IOException {
    Workspace home = workspace.of(stage);
    StageCommit commit = new StageCommit(home);
    commit.finishInterrupted();
    StageInputs reader = new StageInputs(workspace, spark);
    Map<String, String> inputs = reader.of(stage);
    Provenance provenance = Provenance.of(stage, seed, inputs);
    String inputHash = provenance.hash();
    Optional<Manifest> committed = home.ownManifest(stage.name());
    if (!force && committed.isPresent()) {
      Optional<String> reason = home.outOfDate(provenance, committed.get());
      console.line(stage.name() + reason.map(": out of date: "::concat).orElse(": up to date"));
      if (reason.isEmpty()) {
        return Outcome.UP_TO_DATE;
      }
    }
    commit.requireOwn(stage.name());
    reader.verify(stage);
    StageRun run = new StageRun(spark, workspace, console, stage, inputHash);
    if (force) {
      run.startOver();
    }
    prepare(stage, run.outputFolder(), force);
    console.line(stage.name() + ": running");
    long start = System.nanoTime();
    unfinishedIn = home;
    unfinished = stage.resumable() ? null : run.outputFolder();
    stage.run(run);
    Manifest manifest = manifest(provenance, run, (System.nanoTime() - start) / 1e9);
    // A commit that is interrupted is finished by the next run.
    unfinished = null;
    commit.commit(run.outputFolder(), manifest);
    show(manifest, home);
    return Outcome.RAN;
  }

  /** What an interrupted run left stays where a run can resume from it, this one or another. */
  private void prepare(Stage stage, Path staging, boolean force) throws IOException {
    Workspace home = workspace.of(stage);
    for (Path left : home.stagings(stage.name())) {
      boolean own = left.getName().equals(staging.getName());
      boolean empty = home.fileSystem().listStatus(left).length == 0;
      if (!stage.resumable() || empty || (force && !own)) {
        home.fileSystem().delete(left, true);
      } else if (!own) {
        console.line(
            String.format(
                "%s: %s is of an interrupted run with other settings, inputs or code: set them"
                    + " back to resume it; it is dropped when this run is done, or by --force",
                stage.name(), left));
      }
    }
    home.fileSystem().mkdirs(staging);
  }

  private Manifest manifest(Provenance provenance, StageRun run, double seconds)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (FileStatus file : run.files()) {
      if (!run.isScratch(Workspace.relative(run.outputFolder(), file.getPath()))) {
        files.add(file);
      }
    }
    Map<String, String> hashes =
        JobDescription.step(
            spark.sparkContext(),
            "hashing output",
            () ->
                Hashes.files(
                    spark, files.stream().map(file -> file.getPath().toString()).toList()));
    Map<String, Manifest.Output> outputs = new TreeMap<>(run.kept());
    for (FileStatus file : files) {
      String relative = Workspace.relative(run.outputFolder(), file.getPath());
      String hash = hashes.get(file.getPath().toString());
      outputs.put(relative, new Manifest.Output(file.getLen(), hash, run.isLog(relative)));
    }
    return new Manifest(
        provenance.stage(),
        run.inputHash(),
        seed,
        provenance.settings(),
        provenance.inputs(),
        provenance.computedBy(),
        outputs,
        run.counts(),
        CanonicalJson.MAPPER.valueToTree(CanonicalJson.plain(run.values())),
        versions(),
        seconds);
  }

  private Map<String, String> versions() {
    String own = StageRunner.class.getPackage().getImplementationVersion();
    return Map.of(
        "sunrise", own == null ? "unpacked" : own,
        "spark", spark.version(),
        "java", System.getProperty("java.version"));
  }

  private void show(Manifest manifest, Workspace home) {
    List<List<String>> rows = new ArrayList<>();
    manifest
        .counts()
        .forEach(
            (name, count) -> rows.add(List.of(name, String.format(Locale.ROOT, "%,d", count))));
    console.line(
        String.format(
            Locale.ROOT,
            "%s: done in %.1f s, %s, in %s",
            manifest.stage(),
            manifest.seconds(),
            manifest.hash().substring(0, 16),
            home.folder(manifest.stage())));
    if (!rows.isEmpty()) {
      console.table(List.of("count", "rows"), rows);
    }
  }
}
