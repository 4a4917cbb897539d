package io.sunrise.data;

import io.sunrise.SunriseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/**
 * Paths whose names may contain any character that the file system allows: brackets and asterisks
 * in a path are not a pattern, and a colon in a name does not end a scheme.
 */
public final class Locations {
  /** Spark's internal option for tables, whose paths are never patterns. */
  private static final String GLOB_PATHS = "__globPaths__";

  /** Anything else is a path, in which a colon is part of a name. */
  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*", Pattern.DOTALL);

  private Locations() {}

  /** The path that a setting names: a URI, or a path of the default file system. */
  public static Path of(String location) {
    return URI.matcher(location).matches() ? new Path(location) : new Path(null, null, location);
  }

  /**
   * The file system of a path.
   *
   * @throws SunriseException if Spark has no connector for it
   */
  public static FileSystem fileSystem(Path path, Configuration configuration) throws IOException {
    Connectors.refuseWebAddress(path);
    try {
      return path.getFileSystem(configuration);
    } catch (UnsupportedFileSystemException e) {
      throw Connectors.missing(path, e);
    } catch (RuntimeException e) {
      if (e.getCause() instanceof ClassNotFoundException) {
        throw Connectors.missing(path, e);
      }
      throw e;
    }
  }

  /** A Spark reader that opens paths literally, never as a pattern. */
  public static DataFrameReader reader(SparkSession spark) {
    return spark.read().option(GLOB_PATHS, false);
  }

  /**
   * The file or folder that a setting names; if it does not exist, those that match it as a Hadoop
   * glob. Each part of a glob is also taken literally if a file or folder of that name exists.
   *
   * <p>Does not use Hadoop's own globbing, which fails on names with a colon.
   */
  public static List<FileStatus> find(String location, Configuration configuration)
      throws IOException {
    Path path = of(location);
    FileSystem fileSystem = fileSystem(path, configuration);
    Path start =
        path.isAbsolute()
            ? fileSystem.makeQualified(new Path(Path.SEPARATOR))
            : fileSystem.getWorkingDirectory();
    List<FileStatus> named = named(fileSystem, fileSystem.makeQualified(path));
    if (!named.isEmpty()) {
      return named;
    }
    Map<String, FileStatus> found = new TreeMap<>();
    for (String pattern : GlobExpander.expand(path.toUri().getPath())) {
      for (FileStatus match : matches(fileSystem, start, pattern)) {
        found.put(match.getPath().toString(), match);
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The files in a folder, or the file itself. Below the folder, files and folders are hidden, as
   * in Spark, whose names begin with a dot or an underscore.
   *
   * @param recursive whether folders in it are entered
   */
  public static List<FileStatus> visibleFiles(
      FileStatus root, boolean recursive, Configuration configuration) throws IOException {
    if (root.isFile()) {
      return List.of(root);
    }
    FileSystem fileSystem = fileSystem(root.getPath(), configuration);
    return files(fileSystem, root.getPath(), recursive, Locations::isVisible);
  }

  /** All files below a folder, or the file itself. */
  public static List<FileStatus> allFiles(FileSystem fileSystem, Path folder) throws IOException {
    FileStatus root = fileSystem.getFileStatus(folder);
    return root.isFile() ? List.of(root) : files(fileSystem, folder, true, path -> true);
  }

  private static List<FileStatus> files(
      FileSystem fileSystem, Path folder, boolean recursive, Predicate<Path> wanted)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    if ("file".equals(fileSystem.getUri().getScheme())) {
      add(fileSystem, folder, recursive, wanted, files);
      return files;
    }
    RemoteIterator<LocatedFileStatus> all = fileSystem.listFiles(folder, recursive);
    while (all.hasNext()) {
      FileStatus file = all.next();
      if (isWanted(folder, file.getPath(), wanted)) {
        files.add(file);
      }
    }
    return files;
  }

  /**
   * Folder by folder, where a hidden one is not entered. Hadoop's listing of all, which object
   * stores answer at once, starts a process for each local file, to ask for its permissions.
   */
  private static void add(
      FileSystem fileSystem,
      Path folder,
      boolean recursive,
      Predicate<Path> wanted,
      List<FileStatus> files)
      throws IOException {
    for (FileStatus each : fileSystem.listStatus(folder)) {
      if (!wanted.test(each.getPath())) {
        continue;
      }
      if (each.isFile()) {
        files.add(each);
      } else if (recursive) {
        add(fileSystem, each.getPath(), true, wanted, files);
      }
    }
  }

  private static boolean isWanted(Path root, Path file, Predicate<Path> wanted) {
    for (Path path = file; path != null && !path.equals(root); path = path.getParent()) {
      if (!wanted.test(path)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isVisible(Path path) {
    return !path.getName().startsWith(".") && !path.getName().startsWith("_");
  }

  /**
   * Opens a file, without Hadoop's local checksum files if its name has a colon, which they do not
   * support.
   */
  public static FSDataInputStream open(Path file, Configuration configuration) throws IOException {
    FileSystem fileSystem = fileSystem(file, configuration);
    return fileSystem instanceof LocalFileSystem local && file.getName().contains(":")
        ? local.getRawFileSystem().open(file)
        : fileSystem.open(file);
  }

  private static List<FileStatus> matches(FileSystem fileSystem, Path start, String pattern)
      throws IOException {
    List<FileStatus> matches = List.of(fileSystem.getFileStatus(start));
    for (String part : pattern.split(Path.SEPARATOR)) {
      if (!part.isEmpty()) {
        GlobFilter filter = new GlobFilter(part);
        List<FileStatus> below = new ArrayList<>();
        for (FileStatus match : matches) {
          if (match.isDirectory()) {
            below.addAll(below(fileSystem, match.getPath(), part, filter));
          }
        }
        matches = below;
      }
    }
    return matches;
  }

  private static List<FileStatus> below(
      FileSystem fileSystem, Path folder, String part, GlobFilter filter) throws IOException {
    List<FileStatus> found = new ArrayList<>(named(fileSystem, child(folder, part)));
    boolean pattern = filter.hasPattern() || part.contains("\\");
    if (found.isEmpty() && pattern) {
      for (FileStatus file : fileSystem.listStatus(folder)) {
        if (filter.accept(file.getPath())) {
          found.add(file);
        }
      }
    }
    return found;
  }

  private static List<FileStatus> named(FileSystem fileSystem, Path path) throws IOException {
    try {
      return List.of(fileSystem.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  /**
   * A child of a path by any name; Hadoop's own constructor parses a name with a colon as a URI.
   */
  private static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }
}
