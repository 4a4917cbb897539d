package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.console.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** What a stage works with while it runs, and where it says what it did. */
public final class StageRun {
  private final SparkSession spark;
  private final Workspace workspace;
  private final Console console;
  private final Path output;
  private final String inputHash;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Object> values = new TreeMap<>();
  private final List<String> logs = new ArrayList<>();
  private final List<String> scratch = new ArrayList<>();

  StageRun(
      SparkSession spark, Workspace workspace, Console console, Path output, String inputHash) {
    this.spark = spark;
    this.workspace = workspace;
    this.console = console;
    this.output = output;
    this.inputHash = inputHash;
  }

  public SparkSession spark() {
    return spark;
  }

  public Console console() {
    return console;
  }

  public FileSystem fileSystem() {
    return workspace.fileSystem();
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
