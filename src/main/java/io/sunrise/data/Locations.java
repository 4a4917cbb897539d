package io.sunrise.data;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.GlobExpander;
import org.apache.hadoop.fs.GlobFilter;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;

/**
 * Paths whose names may hold any character that the file system takes: a bracket or an asterisk is
 * no pattern where a path is meant, and a colon ends no scheme.
 */
public final class Locations {
  /** Spark's internal option of tables, whose paths are never patterns. */
  private static final String GLOB_PATHS = "__globPaths__";

  /** What is no URI is a path, in which a colon is part of a name. */
  private static final Pattern URI = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:/.*", Pattern.DOTALL);

  private Locations() {}

  /** The path that a setting names: a URI, or a path of the default file system. */
  public static Path of(String location) {
    return URI.matcher(location).matches() ? new Path(location) : new Path(null, null, location);
  }

  /** Spark's reader of files and folders by their names, which opens none as a pattern. */
  public static DataFrameReader reader(SparkSession spark) {
    return spark.read().option(GLOB_PATHS, false);
  }

  /**
   * The file or folder that a setting names; where there is none, those that match it as a pattern
   * of Hadoop's. The parts of a pattern, too, are names where they exist.
   *
   * <p>Not by Hadoop's own globbing, which fails where a name holds a colon.
   */
  public static List<FileStatus> find(String location, Configuration configuration)
      throws IOException {
    Path path = of(location);
    FileSystem fileSystem = path.getFileSystem(configuration);
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

  /** Opens a file; the local file system's checksums, in files beside it, allow no colon. */
  public static FSDataInputStream open(Path file, Configuration configuration) throws IOException {
    FileSystem fileSystem = file.getFileSystem(configuration);
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

  /** A path's child of any name; Hadoop takes a name with a colon for a URI elsewhere. */
  private static Path child(Path folder, String name) {
    return new Path(folder, new Path(null, null, name));
  }
}
