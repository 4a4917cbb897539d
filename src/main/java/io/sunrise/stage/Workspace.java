package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.data.Locations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The folder of a run: one committed folder a stage, and {@code .staging} for what is being made.
 */
public final class Workspace {
  private static final int STAGING_HASH_DIGITS = 16;

  private static final String COLON = "; HDFS allows no colon in a name";

  private final Path root;
  private final Path stagings;
  private final FileSystem fileSystem;

  private Workspace(Path root, FileSystem fileSystem) {
    this.root = root;
    this.stagings = new Path(root, ".staging");
    this.fileSystem = fileSystem;
  }

  /** Opens the folder, making it where it is missing. */
  public static Workspace open(String location, Configuration configuration) {
    try {
      Path path = Locations.of(location);
      FileSystem fileSystem = Locations.fileSystem(path, configuration);
      // Manifests carry SHA-256 of every file; Hadoop's .crc files would lie between ours.
      fileSystem.setWriteChecksum(false);
      Path root = fileSystem.makeQualified(path);
      fileSystem.mkdirs(root);
      return new Workspace(root, fileSystem);
    } catch (IOException | IllegalArgumentException e) {
      String hint = SunriseException.reason(e).contains("not a valid DFS filename") ? COLON : "";
      throw new SunriseException(
          location
              + ": the workspace cannot be opened or made: "
              + SunriseException.reason(e)
              + hint,
          e);
    }
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  public Path root() {
    return root;
  }

  /** Where a stage's committed output lies. */
  public Path folder(String stage) {
    return new Path(root, stage);
  }

  /** What the stage committed, if it did. */
  public Optional<Manifest> manifest(String stage) {
    return readManifest(new Path(folder(stage), Manifest.FILE));
  }

  /** Where a stage with these inputs and settings writes until it commits. */
  Path staging(String stage, String inputHash) {
    return new Path(stagings, stage + "-" + inputHash.substring(0, STAGING_HASH_DIGITS));
  }

  /** Deletes a staging folder, and the folder of all of them if it is empty then. */
  void discard(Path staging) throws IOException {
    fileSystem.delete(staging, true);
    if (fileSystem.exists(stagings) && stagings().isEmpty()) {
      fileSystem.delete(stagings, false);
    }
  }

  /** What runs left that have not committed, or not to the end. */
  List<Path> stagings() throws IOException {
    if (!fileSystem.exists(stagings)) {
      return List.of();
    }
    return Stream.of(fileSystem.listStatus(stagings)).map(FileStatus::getPath).toList();
  }

  /** The same of one stage. */
  List<Path> stagings(String stage) throws IOException {
    String name = Pattern.quote(stage) + "-[0-9a-f]{" + STAGING_HASH_DIGITS + "}";
    return stagings().stream().filter(path -> path.getName().matches(name)).toList();
  }

  /** Why committed output is not what the stage would leave now; empty where it is. */
  Optional<String> outOfDate(Provenance now, Manifest committed) throws IOException {
    if (!committed.inputHash().equals(now.hash())) {
      return Optional.of(now.changesSince(committed));
    }
    for (var output : committed.outputs().entrySet()) {
      Path file = new Path(folder(now.stage()), output.getKey());
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

  /** Reads a manifest, if it is there. */
  Optional<Manifest> readManifest(Path file) {
    try (var in = fileSystem.open(file)) {
      return Optional.of(Manifest.fromJson(in.readAllBytes()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SunriseException(
          file
              + ": not a readable manifest ("
              + SunriseException.reason(e)
              + "); delete the folder if an earlier run left it, and name another workspace if not",
          e);
    }
  }

  /**
   * Every file below a folder but the manifest, hidden ones left out, in the order of their paths.
   */
  List<FileStatus> files(Path folder) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(folder, true);
    while (all.hasNext()) {
      FileStatus file = all.next();
      if (!file.getPath().getName().startsWith(".")
          && !file.getPath().equals(new Path(folder, Manifest.FILE))) {
        files.add(file);
      }
    }
    files.sort(java.util.Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  /** The path of a file below a folder. */
  static String relative(Path folder, Path file) {
    String name = file.toString();
    // A file in a folder's place is listed as itself.
    return file.equals(folder) ? name : name.substring(folder.toString().length() + 1);
  }
}
