package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.data.Locations;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder of a run: one committed folder a stage, and {@code .staging} for what is being made.
 * Several tasks can share what is learned from text without labels: the stages after that have
 * their folders in {@code tasks/TASK} then.
 */
public final class Workspace {
  private static final int STAGING_HASH_DIGITS = 16;
  private static final Set<String> SHARED = Set.of("collect", "preprocess", "pretrain");

  private static final String COLON = "; HDFS allows no colon in a name";

  /** Where the folders of a workspace's stages lie. */
  private enum Layout {
    FOLDER_PER_STAGE,
    ONE_STAGE
  }

  private final Path root;
  private final Path taskRoot;
  private final Layout layout;
  private final FileSystem fileSystem;

  private Workspace(Path root, Path taskRoot, Layout layout, FileSystem fileSystem) {
    this.root = root;
    this.taskRoot = taskRoot;
    this.layout = layout;
    this.fileSystem = fileSystem;
  }

  /** Opens the folder, making it where it is missing. */
  public static Workspace open(String location, Configuration configuration) {
    return open(location, Optional.empty(), configuration);
  }

  /**
   * Opens the folder, making it where it is missing.
   *
   * @param task whose stages are run; empty if the workspace is not divided into tasks
   */
  public static Workspace open(
      String location, Optional<String> task, Configuration configuration) {
    Workspace workspace = at(location, task, configuration);
    try {
      workspace.fileSystem.mkdirs(workspace.root);
      return workspace;
    } catch (IOException e) {
      throw cannotBeOpened(location, e);
    }
  }

  /** The same without making the folder, for reading. */
  public static Workspace at(String location, Optional<String> task, Configuration configuration) {
    Workspace whole = at(location, Layout.FOLDER_PER_STAGE, configuration);
    return task.map(whole::ofTask).orElse(whole);
  }

  /** A folder that is the committed output of one stage, wherever it lies. */
  public static Workspace ofStage(String location, Configuration configuration) {
    return at(location, Layout.ONE_STAGE, configuration);
  }

  private Workspace ofTask(String task) {
    return new Workspace(root, new Path(new Path(root, "tasks"), task), layout, fileSystem);
  }

  private static Workspace at(String location, Layout layout, Configuration configuration) {
    try {
      Path path = Locations.of(location);
      FileSystem fileSystem = Locations.fileSystem(path, configuration);
      // Manifests carry SHA-256 of every file; Hadoop's .crc files would lie between ours.
      fileSystem.setWriteChecksum(false);
      Path root = fileSystem.makeQualified(path);
      if (root.isRoot()) {
        throw new IllegalArgumentException("the root of a file system; name a folder in it");
      }
      return new Workspace(root, root, layout, fileSystem);
    } catch (IOException | IllegalArgumentException e) {
      throw cannotBeOpened(location, e);
    }
  }

  private static SunriseException cannotBeOpened(String location, Exception e) {
    String hint = SunriseException.reason(e).contains("not a valid DFS filename") ? COLON : "";
    return new SunriseException(
        location + ": the workspace cannot be opened or made: " + SunriseException.reason(e) + hint,
        e);
  }

  /** Where a stage's output is committed: its own folder if it names one, else this workspace. */
  public Workspace of(Stage stage) {
    return stage.outputFolder().map(folder -> ofStage(folder, fileSystem.getConf())).orElse(this);
  }

  public FileSystem fileSystem() {
    return fileSystem;
  }

  public Path root() {
    return root;
  }

  /** Where a stage's committed output lies. */
  public Path folder(String stage) {
    return layout == Layout.ONE_STAGE ? root : new Path(home(stage), stage);
  }

  private Path home(String stage) {
    return SHARED.contains(stage) ? root : taskRoot;
  }

  private static Path stagings(Path home) {
    return new Path(home, ".staging");
  }

  /** What the stage committed, if it did. */
  public Optional<Manifest> manifest(String stage) {
    return readManifest(new Path(folder(stage), Manifest.FILE));
  }

  /** The same, unless the folder holds the output of another stage. */
  Optional<Manifest> ownManifest(String stage) {
    return manifest(stage).filter(found -> found.stage().equals(stage));
  }

  /** Where a stage with these inputs and settings writes until it commits. */
  Path staging(String stage, String inputHash) {
    String name = stage + "-" + inputHash.substring(0, STAGING_HASH_DIGITS);
    return new Path(stagings(home(stage)), name);
  }

  /** Deletes a staging folder, and the folder of all of them if it is empty then. */
  void discard(Path staging) throws IOException {
    fileSystem.delete(staging, true);
    Path all = staging.getParent();
    if (fileSystem.exists(all) && fileSystem.listStatus(all).length == 0) {
      fileSystem.delete(all, false);
    }
  }

  /** What runs left that have not committed, or not to the end. */
  List<Path> stagings() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path home : Stream.of(root, taskRoot).distinct().toList()) {
      if (fileSystem.exists(stagings(home))) {
        Stream.of(fileSystem.listStatus(stagings(home)))
            .map(FileStatus::getPath)
            .forEach(found::add);
      }
    }
    return found;
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
    List<FileStatus> files = new ArrayList<>(Locations.allFiles(fileSystem, folder));
    files.removeIf(
        file ->
            file.getPath().getName().startsWith(".")
                || file.getPath().equals(new Path(folder, Manifest.FILE)));
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
