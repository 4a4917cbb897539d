package io.sunrise.predict;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.SunriseException;
import io.sunrise.UserInfo;
import io.sunrise.data.Locations;
import io.sunrise.data.read.Source;
import io.sunrise.stage.Manifest;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of the input that are labelled already, as the manifest of the last run records them:
 * those with the same name, length and modification time need not be labelled again. The
 * predictions of each input file have a folder of their own, so that they can be kept or replaced.
 */
final class LabelledFiles {
  private static final String FILES = "files";

  /**
   * What the manifest says about an input file.
   *
   * @param outputs the number of files with its predictions
   */
  record Labelled(long bytes, long modified, int outputs) {
    static Labelled of(FileStatus file, int outputs) {
      return new Labelled(file.getLen(), file.getModificationTime(), outputs);
    }

    static Labelled of(JsonNode json) {
      return new Labelled(
          json.path("bytes").asLong(),
          json.path("modified").asLong(),
          json.path("outputs").asInt());
    }
  }

  private final StageRun run;
  private final String base;
  private final NavigableSet<String> committed = new TreeSet<>();

  /** By path, of earlier runs: also files that are no longer there, whose predictions are kept. */
  private final Map<String, Labelled> labelled = new TreeMap<>();

  /** By path. */
  private final Map<String, FileStatus> pending = new TreeMap<>();

  private LabelledFiles(StageRun run, String base) {
    this.run = run;
    this.base = base;
    Optional<Manifest> last = run.committed();
    last.ifPresent(manifest -> committed.addAll(manifest.outputs().keySet()));
    last.ifPresent(
        manifest ->
            manifest
                .values()
                .path(FILES)
                .fields()
                .forEachRemaining(
                    file -> labelled.put(file.getKey(), Labelled.of(file.getValue()))));
  }

  /** Finds which files of a source are to be labelled. */
  static LabelledFiles of(StageRun run, Source source) throws IOException {
    String location = source.settings().path().orElseThrow();
    Configuration configuration = run.spark().sparkContext().hadoopConfiguration();
    LabelledFiles files = new LabelledFiles(run, base(location, configuration));
    for (FileStatus file : source.files(run.spark())) {
      String path = UserInfo.hide(file.getPath().toString());
      List<String> outputs = files.outputs(path);
      Labelled now = Labelled.of(file, outputs.size());
      if (!now.equals(files.labelled.get(path)) || !files.areWhole(outputs)) {
        files.pending.put(path, file);
        files.labelled.remove(path);
      }
    }
    return files;
  }

  /** The folder below which all files of a path lie, whichever are there. */
  private static String base(String location, Configuration configuration) throws IOException {
    Path path = Locations.of(location);
    FileSystem fileSystem = path.getFileSystem(configuration);
    Path base = fileSystem.makeQualified(path);
    while (!fileSystem.exists(base) || !fileSystem.getFileStatus(base).isDirectory()) {
      base = base.getParent();
    }
    return UserInfo.hide(base.toString());
  }

  private List<String> outputs(String path) {
    String files = PredictStage.PREDICTIONS + "/" + folder(path) + "/part-";
    return List.copyOf(startingWith(files, committed));
  }

  private static Set<String> startingWith(String prefix, NavigableSet<String> names) {
    return names.subSet(prefix, prefix + Character.MAX_VALUE);
  }

  private boolean areWhole(List<String> outputs) throws IOException {
    for (String output : outputs) {
      if (!run.isWhole(output)) {
        return false;
      }
    }
    return true;
  }

  /** The folder below {@link PredictStage#PREDICTIONS} for the rows of an input file. */
  String folder(String path) {
    if (!path.startsWith(base)) {
      throw SunriseException.of("%s: not below %s", path, base);
    }
    // Hadoop takes what precedes a colon for a scheme.
    return path.substring(base.length()).replaceFirst("^/+", "").replace(":", "%3A");
  }

  /** The paths of the files to label. */
  Set<String> pending() {
    return pending.values().stream()
        .map(file -> file.getPath().toString())
        .collect(Collectors.toSet());
  }

  /**
   * Keeps the predictions of the other files, and records all.
   *
   * @param written the names of the files with new predictions, as {@link FileRanges} names them
   */
  void commit(List<String> written) {
    labelled.keySet().forEach(path -> outputs(path).forEach(run::keep));
    committed.stream()
        .filter(output -> output.startsWith(PredictStage.REJECTED + "/"))
        .forEach(run::keep);
    run.count("files", pending.size());
    run.count("files labelled before", labelled.size());
    NavigableSet<String> names = new TreeSet<>(written);
    pending.forEach(
        (path, file) -> {
          String folder = folder(path) + "/part-";
          labelled.put(path, Labelled.of(file, startingWith(folder, names).size()));
        });
    run.value(FILES, labelled);
  }
}
