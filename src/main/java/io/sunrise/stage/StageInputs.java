package io.sunrise.stage;

import io.sunrise.Sha256;
import io.sunrise.SunriseException;
import io.sunrise.UserInfo;
import io.sunrise.data.Locations;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** What a stage reads, reduced to hashes that change when it does. */
final class StageInputs {
  private final Workspace workspace;
  private final SparkSession spark;

  StageInputs(Workspace workspace, SparkSession spark) {
    this.workspace = workspace;
    this.spark = spark;
  }

  /** By stage name or path: a manifest's hash, or a fingerprint of names, lengths and times. */
  Map<String, String> of(Stage stage) {
    Map<String, String> inputs = new TreeMap<>();
    for (String upstream : stage.upstream()) {
      inputs.put(upstream, manifest(stage, upstream).hash());
    }
    for (String upstream : stage.optionalUpstream()) {
      workspace.manifest(upstream).ifPresent(manifest -> inputs.put(upstream, manifest.hash()));
    }
    for (String external : stage.externalInputs()) {
      // Two that differ in nothing but the user have one name.
      inputs.merge(
          UserInfo.hide(external), fingerprint(external), (one, two) -> Sha256.of(one + two));
    }
    return inputs;
  }

  /** What a stage that this one reads committed. */
  Manifest manifest(Stage stage, String upstream) {
    return workspace
        .manifest(upstream)
        .orElseThrow(
            () ->
                SunriseException.of(
                    "%s needs the output of %s, and %s holds none; run %s first",
                    stage.name(), upstream, workspace.folder(upstream), upstream));
  }

  /** Refuses output of an earlier stage that lacks a file, without reading what is there. */
  void requireFiles(Stage stage, String upstream) throws IOException {
    committed(upstream, manifest(stage, upstream)).requireFiles();
  }

  private CommittedOutput committed(String stage, Manifest manifest) {
    return new CommittedOutput(workspace.fileSystem(), workspace.folder(stage), manifest);
  }

  /** Refuses output of earlier stages that is not what they committed. */
  void verify(Stage stage) throws IOException {
    List<String> present = new ArrayList<>(stage.upstream());
    stage.optionalUpstream().stream()
        .filter(upstream -> workspace.manifest(upstream).isPresent())
        .forEach(present::add);
    for (String upstream : present) {
      committed(upstream, workspace.manifest(upstream).orElseThrow()).verify(spark);
    }
  }

  /** Of the names, lengths and times of a path's files that are not hidden. */
  String fingerprint(String external) {
    Configuration configuration = spark.sparkContext().hadoopConfiguration();
    try {
      List<FileStatus> matches = Locations.find(external, configuration);
      if (matches.isEmpty()) {
        throw SunriseException.of(
            "%s: no such file or folder, and no file matches it as a glob; check the path",
            external);
      }
      List<String> lines = new ArrayList<>();
      for (FileStatus match : matches) {
        requireApart(external, match.getPath());
        for (FileStatus file : Locations.visibleFiles(match, true, configuration)) {
          lines.add(
              UserInfo.hide(file.getPath().toString())
                  + " "
                  + file.getLen()
                  + " "
                  + file.getModificationTime());
        }
      }
      if (lines.isEmpty()) {
        throw SunriseException.of("%s: an empty folder; expected at least one file", external);
      }
      lines.sort(null);
      return Sha256.of(String.join("\n", lines));
    } catch (IOException | IllegalArgumentException e) {
      throw new SunriseException(external + ": cannot be read: " + e.getMessage(), e);
    }
  }

  /** Refuses an input of which the output would be a part in the next run. */
  private void requireApart(String external, Path input) {
    for (Path folder = workspace.root(); folder != null; folder = folder.getParent()) {
      if (folder.equals(input)) {
        throw SunriseException.of(
            "%s: the workspace %s is in this folder, whose files are read; name a workspace"
                + " elsewhere, or a folder without it",
            external, workspace.root());
      }
    }
  }
}
