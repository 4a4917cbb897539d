package io.sunrise.stage;

import io.sunrise.SunriseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  private final Path root;
  private final FileSystem fileSystem;

  private Workspace(Path root, FileSystem fileSystem) {
    this.root = root;
    this.fileSystem = fileSystem;
  }

  /** Opens the folder, making it where it is missing. */
  public static Workspace open(String location, Configuration configuration) {
    try {
      Path path = new Path(location);
      FileSystem fileSystem = path.getFileSystem(configuration);
      // Manifests carry SHA-256 of every file; Hadoop's .crc files would lie between ours.
      fileSystem.setWriteChecksum(false);
      Path root = fileSystem.makeQualified(path);
      fileSystem.mkdirs(root);
      return new Workspace(root, fileSystem);
    } catch (IOException | IllegalArgumentException e) {
      throw new SunriseException(
          location + ": the workspace cannot be opened or made: " + e.getMessage(), e);
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
    return manifestIn(folder(stage));
  }

  Path staging() {
    return new Path(root, ".staging");
  }

  Optional<Manifest> manifestIn(Path folder) {
    Path file = new Path(folder, Manifest.FILE);
    try (var in = fileSystem.open(file)) {
      return Optional.of(Manifest.fromJson(in.readAllBytes()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SunriseException(
          file
              + ": not a readable manifest ("
              + SunriseException.reason(e)
              + "); run the stage again with --force",
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
}
