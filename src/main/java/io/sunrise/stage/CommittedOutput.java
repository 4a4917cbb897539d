package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.console.JobDescription;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A folder that a stage committed, and what its manifest says about it. */
record CommittedOutput(FileSystem fileSystem, Path folder, Manifest manifest) {

  /** Refuses to go without a file that was committed. */
  void requireFiles() throws IOException {
    for (String file : files()) {
      if (!fileSystem.exists(new Path(file))) {
        throw SunriseException.of(
            "%s: missing, though its manifest lists it; run %s again", file, manifest.stage());
      }
    }
  }

  private List<String> files() {
    return manifest.outputs().keySet().stream()
        .map(relative -> new Path(folder, relative).toString())
        .toList();
  }

  /** Refuses files that are not what was committed. */
  void verify(SparkSession spark) throws IOException {
    requireFiles();
    String stage = manifest.stage();
    List<String> files = files();
    Map<String, String> found =
        JobDescription.step(
            spark.sparkContext(),
            "verifying the output of " + stage,
            () -> Hashes.files(spark, files));
    manifest
        .outputs()
        .forEach(
            (relative, output) -> {
              String file = new Path(folder, relative).toString();
              if (!output.sha256().equals(found.get(file))) {
                throw SunriseException.of(
                    "%s: damaged: its SHA-256 is %s, its manifest says %s; run %s again with"
                        + " --force",
                    file, found.get(file), output.sha256(), stage);
              }
            });
  }
}
