package io.sunrise.stage;

import io.sunrise.Sha256;
import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** What a stage works with while it runs, and where it says what it did. */
public final class StageRun {
  private final SparkSession spark;
  private final Workspace workspace;
  private final Workspace home;
  private final Console console;
  private final String stage;
  private final Path output;
  private final String inputHash;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Object> values = new TreeMap<>();
  private final List<String> logs = new ArrayList<>();
  private final List<String> scratch = new ArrayList<>();
  private final Map<String, Manifest.Output> kept = new TreeMap<>();
  private Optional<Manifest> committed;

  StageRun(
      SparkSession spark, Workspace workspace, Console console, Stage stage, String inputHash) {
    this.spark = spark;
    this.workspace = workspace;
    this.home = workspace.of(stage);
    this.console = console;
    this.stage = stage.name();
    this.output = home.staging(stage.name(), inputHash);
    this.inputHash = inputHash;
    this.committed = home.manifest(stage.name());
  }

  /** What was committed before is not to be kept. */
  void startOver() {
    committed = Optional.empty();
  }

  public SparkSession spark() {
    return spark;
  }

  public Console console() {
    return console;
  }

  /** The file system of the output. */
  public FileSystem fileSystem() {
    return home.fileSystem();
  }

  /**
   * The folder to write in, as a URI; a run with the same inputs and settings finds the same one.
   */
  public String output() {
    return output.toString();
  }

  /** A file or folder below {@link #output()}, as a URI. */
  public String output(String relative) {
    return new Path(output, relative).toString();
  }

  /** The committed folder of a stage that this one reads, as a URI. */
  public String input(String stage) {
    return workspace.folder(stage).toString();
  }

  /** Whether a stage has committed anything. */
  public boolean has(String stage) {
    return workspace.manifest(stage).isPresent();
  }

  /** What a stage that this one reads committed. */
  public Manifest inputManifest(String stage) {
    return workspace
        .manifest(stage)
        .orElseThrow(
            () -> SunriseException.of("%s: not there yet; run %s first", input(stage), stage));
  }

  /** What this stage committed before; empty if it starts over. */
  public Optional<Manifest> committed() {
    return committed;
  }

  /** Whether a file that was committed before is still there with its length. */
  public boolean isWhole(String relative) throws IOException {
    Path file = new Path(home.folder(stage), relative);
    return home.fileSystem().exists(file)
        && home.fileSystem().getFileStatus(file).getLen()
            == committed.orElseThrow().outputs().get(relative).bytes();
  }

  /** A file or folder that was committed before, as a URI. */
  public String committed(String relative) {
    return new Path(home.folder(stage), relative).toString();
  }

  /** Refuses files committed before that are not what they were. */
  public void verifyCommitted() throws IOException {
    new CommittedOutput(home.fileSystem(), home.folder(stage), committed.orElseThrow())
        .verify(spark);
  }

  /** A hash that is another one if any setting that decides output is. */
  public static String hashOf(Object settings) {
    return Sha256.of(CanonicalJson.of(settings));
  }

  /** Keeps a file that was committed before as a part of the output. */
  public void keep(String relative) {
    kept.put(relative, committed.orElseThrow().outputs().get(relative));
  }

  /** The hash of inputs, settings and seed: the same after a restart. */
  public String inputHash() {
    return inputHash;
  }

  /** Adds to a count of the manifest, which is shown as a table at the end. */
  public void count(String name, long value) {
    counts.merge(name, value, Long::sum);
  }

  /** Sets a value of the manifest: anything that JSON can hold, records included. */
  public void value(String name, Object value) {
    values.put(name, value);
  }

  /** Marks a file or folder below the output as a record of the run, no part of its result. */
  public void log(String relative) {
    logs.add(relative);
  }

  /** Marks a folder below the output as needed for resuming only: it is not committed. */
  public void scratch(String relative) {
    scratch.add(relative);
  }

  Path outputFolder() {
    return output;
  }

  /** The files of the output so far, without those that are kept. */
  List<FileStatus> files() throws IOException {
    return home.files(output);
  }

  Map<String, Manifest.Output> kept() {
    return kept;
  }

  Map<String, Long> counts() {
    return counts;
  }

  Map<String, Object> values() {
    return values;
  }

  boolean isLog(String relative) {
    return isBelow(logs, relative);
  }

  boolean isScratch(String relative) {
    return isBelow(scratch, relative);
  }

  private static boolean isBelow(List<String> paths, String relative) {
    return paths.stream()
        .anyMatch(path -> relative.equals(path) || relative.startsWith(path + "/"));
  }
}
