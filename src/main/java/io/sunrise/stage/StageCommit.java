package io.sunrise.stage;

import io.sunrise.SunriseException;
import io.sunrise.data.Locations;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Moves a finished stage's files from its staging folder to its own folder, file by file, so that a
 * folder with a manifest is whole on any file system: no folder is renamed, which an object store
 * does by copying and deleting its files one at a time.
 *
 * <ol>
 *   <li>The manifest is written to the staging folder. From here on the new output is whole there.
 *   <li>The old manifest is moved out of the stage's folder, and then what it names is deleted.
 *   <li>The new files are moved in, and the new manifest last.
 * </ol>
 *
 * <p>Each step can be repeated, so a commit that was killed is finished by the next run.
 */
final class StageCommit {
  /** In the staging folder while a commit is under way: the manifest of what is replaced. */
  private static final String REPLACED = ".replaced.json";

  private final Workspace workspace;
  private final FileSystem fileSystem;

  StageCommit(Workspace workspace) {
    this.workspace = workspace;
    this.fileSystem = workspace.fileSystem();
  }

  /**
   * Refuses a folder with files that its own manifest does not name, which are somebody's. Hidden
   * ones, which no stage reads or replaces, may lie there.
   */
  void requireOwn(String stage) throws IOException {
    requireOwn(stage, Set.of());
  }

  /** Commits what lies in the staging folder. */
  void commit(Path staging, Manifest manifest) throws IOException {
    requireOwn(manifest.stage());
    fileSystem.delete(new Path(staging, REPLACED), false);
    Path unfinished = new Path(staging, ".manifest");
    try (var out = fileSystem.create(unfinished, true)) {
      out.write(manifest.toJson());
    }
    move(unfinished, new Path(staging, Manifest.FILE));
    moveIntoPlace(staging, manifest);
  }

  /** Finishes the commits of any stage that a killed run had begun. */
  void finishInterrupted() throws IOException {
    for (Path staging : workspace.stagings()) {
      Optional<Manifest> whole = workspace.readManifest(new Path(staging, Manifest.FILE));
      if (whole.isPresent()) {
        moveIntoPlace(staging, whole.get());
      }
    }
  }

  private void moveIntoPlace(Path staging, Manifest manifest) throws IOException {
    Path folder = workspace.folder(manifest.stage());
    Path current = new Path(folder, Manifest.FILE);
    Path replaced = new Path(staging, REPLACED);
    Set<String> names = manifest.outputs().keySet();
    Set<String> obsolete = new TreeSet<>(outputs(replaced));
    Set<String> arrived = new TreeSet<>(names);
    arrived.addAll(obsolete);
    requireOwn(manifest.stage(), arrived);
    if (fileSystem.exists(current)) {
      obsolete.addAll(outputs(current));
      move(current, replaced);
    }
    obsolete.removeAll(names);
    for (String name : obsolete) {
      deleteWithEmptyParents(folder, new Path(folder, name));
    }
    for (String name : names) {
      place(new Path(staging, name), new Path(folder, name));
    }
    move(new Path(staging, Manifest.FILE), current);
    for (Path left : workspace.stagings(manifest.stage())) {
      fileSystem.delete(left, true);
    }
  }

  private Set<String> outputs(Path manifest) {
    return workspace.readManifest(manifest).map(m -> m.outputs().keySet()).orElse(Set.of());
  }

  /** A file that has left the staging folder was moved before this commit was interrupted. */
  private void place(Path from, Path to) throws IOException {
    if (fileSystem.exists(from)) {
      fileSystem.mkdirs(to.getParent());
      move(from, to);
    } else if (!fileSystem.exists(to)) {
      throw SunriseException.of(
          "%s: missing, and so is %s: a commit was interrupted and its files were deleted since;"
              + " delete %s and run the stage again",
          from, to, from.getParent());
    }
  }

  /** Renames a file over another, which not every file system does by itself. */
  private void move(Path from, Path to) throws IOException {
    fileSystem.delete(to, false);
    if (!fileSystem.rename(from, to)) {
      throw SunriseException.of("%s: cannot be renamed to %s", from, to);
    }
  }

  private void deleteWithEmptyParents(Path folder, Path file) throws IOException {
    fileSystem.delete(file, false);
    for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
      if (!fileSystem.exists(parent) || fileSystem.listStatus(parent).length > 0) {
        return;
      }
      fileSystem.delete(parent, false);
    }
  }

  /**
   * @param arrived names of files of a commit that was interrupted
   */
  private void requireOwn(String stage, Set<String> arrived) throws IOException {
    Path folder = workspace.folder(stage);
    if (!fileSystem.exists(folder)) {
      return;
    }
    requireNoLink(stage, folder);
    Set<String> own = new TreeSet<>(arrived);
    Optional<Manifest> manifest = workspace.manifest(stage);
    if (manifest.isPresent()) {
      if (!manifest.get().stage().equals(stage)) {
        throw SunriseException.of(
            "%s: holds the output of %s, which %s would replace; name another folder",
            folder, manifest.get().stage(), stage);
      }
      own.addAll(manifest.get().outputs().keySet());
      own.add(Manifest.FILE);
    }
    for (FileStatus each : Locations.allFiles(fileSystem, folder)) {
      Path file = each.getPath();
      String name = Workspace.relative(folder, file);
      if (!own.contains(name) && !isHidden(name)) {
        throw SunriseException.of(
            "%s: not written by %s, which would replace this folder; move it elsewhere, or name"
                + " another folder",
            file, stage);
      }
    }
  }

  private void requireNoLink(String stage, Path folder) {
    java.nio.file.Path local = java.nio.file.Path.of(folder.toUri().getPath());
    if ("file".equals(fileSystem.getUri().getScheme())
        && Files.isSymbolicLink(local)
        && workspace.manifest(stage).isPresent()) {
      throw SunriseException.of(
          "%s: a symbolic link, and %s would replace the output that it points to, which may be"
              + " another workspace's; remove the link, or run the stage in that workspace",
          folder, stage);
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.contains("/.");
  }
}
