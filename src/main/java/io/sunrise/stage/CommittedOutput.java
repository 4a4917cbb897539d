package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.console.JobDescription;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A folder that a stage committed, and what its manifest says about it. */
record CommittedOutput(FileSystem fileSystem, Path folder, Manifest manifest) {

  /** Refuses files that are not what was committed. */
  void verify(SparkSession spark) throws IOException {
    String stage = manifest.stage();
    List<String> files = new ArrayList<>();
    for (String relative : manifest.outputs().keySet()) {
      Path file = new Path(folder, relative);
      if (!fileSystem.exists(file)) {
        throw SunriseException.of(
            "%s: missing, though its manifest lists it; run %s again with --force", file, stage);
      }
      files.add(file.toString());
    }
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
