package io.sunrise.stage;

import io.sunrise.console.Console;
import io.sunrise.console.JobDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
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

  public StageRunner(SparkSession spark, Workspace workspace, long seed, Console console) {
    this.spark = spark;
    this.workspace = workspace;
    this.seed = seed;
    this.console = console;
  }

  /** Runs the stage unless its output is up to date. */
  public Outcome run(Stage stage) throws IOException {
    return run(stage, List.of());
  }

  /**
   * Runs the stage unless its output is up to date.
   *
   * @param later stages to run after it: what stands in their way stops this one already
   */
  public Outcome run(Stage stage, List<Stage> later) throws IOException {
    return run(stage, later, false);
  }

  /** Runs the stage even where its output is up to date. */
  public Outcome runAnyway(Stage stage) throws IOException {
    return runAnyway(stage, List.of());
  }

  /**
   * Runs the stage even where its output is up to date.
   *
   * @param later as for {@link #run(Stage, List)}
   */
  public Outcome runAnyway(Stage stage, List<Stage> later) throws IOException {
    return run(stage, later, true);
  }

  private Outcome run(Stage stage, List<Stage> later, boolean force) throws IOException {
    String name = stage.name();
    return JobDescription.during(
        spark.sparkContext(), name, name, () -> bringUpToDate(stage, later, force));
  }

  private Outcome bringUpToDate(Stage stage, List<Stage> later, boolean force) throws IOException {
    Workspace home = workspace.of(stage);
    StageCommit commit = new StageCommit(home);
    commit.finishInterrupted();
    StageInputs reader = new StageInputs(workspace, spark);
    Map<String, String> inputs = reader.of(stage);
    Provenance provenance = Provenance.of(stage, seed, inputs);
    String inputHash = provenance.hash();
    Optional<Manifest> committed = home.manifest(stage.name());
    if (!force && committed.isPresent()) {
      Optional<String> reason = outOfDate(home, provenance, committed.get());
      console.line(stage.name() + reason.map(": out of date: "::concat).orElse(": up to date"));
      if (reason.isEmpty()) {
        return Outcome.UP_TO_DATE;
      }
    }
    commit.requireOwn(stage.name());
    for (Stage each : later) {
      new StageCommit(workspace.of(each)).requireOwn(each.name());
    }
    reader.verify(stage);
    StageRun run = new StageRun(spark, workspace, console, stage, inputHash);
    if (force) {
      run.startOver();
    }
    prepare(stage, run.outputFolder(), force);
    console.line(stage.name() + ": running");
    long start = System.nanoTime();
    stage.run(run);
    Manifest manifest = manifest(provenance, run, (System.nanoTime() - start) / 1e9);
    commit.commit(run.outputFolder(), manifest);
    show(manifest, home);
    return Outcome.RAN;
  }

  /** Why committed output is not what the stage would leave now; empty where it is. */
  private static Optional<String> outOfDate(Workspace home, Provenance now, Manifest committed)
      throws IOException {
    if (!committed.inputHash().equals(now.hash())) {
      return Optional.of(now.changesSince(committed));
    }
    FileSystem fileSystem = home.fileSystem();
    for (var output : committed.outputs().entrySet()) {
      Path file = new Path(home.folder(now.stage()), output.getKey());
      if (!fileSystem.exists(file)) {
        return Optional.of(output.getKey() + " is missing");
      }
      long length = fileSystem.getFileStatus(file).getLen();
      if (length != output.getValue().bytes()) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "%s has %d bytes, its manifest says %d",
                output.getKey(),
                length,
                output.getValue().bytes()));
      }
    }
    return Optional.empty();
  }

  /** What an interrupted run left stays where a run can resume from it, this one or another. */
  private void prepare(Stage stage, Path staging, boolean force) throws IOException {
    Workspace home = workspace.of(stage);
    for (Path left : home.stagings(stage.name())) {
      boolean own = left.getName().equals(staging.getName());
      if (!stage.resumable() || (force && !own)) {
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
