package io.sunrise.train;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The folders of a run's checkpoints on any Hadoop file system: whole or absent. */
final class CheckpointFolder {
  private static final Pattern NAME = Pattern.compile("step-(\\d{1,18})");

  /** Writes a file's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Reads a file's content. */
  @FunctionalInterface
  interface Reader<V> {
    V readFrom(InputStream in) throws IOException;
  }

  private final FileSystem fileSystem;
  private final Path folder;

  CheckpointFolder(FileSystem fileSystem, Path folder) {
    this.fileSystem = fileSystem;
    this.folder = folder;
  }

  Path of(long step) {
    return new Path(folder, String.format(Locale.ROOT, "step-%08d", step));
  }

  /** Where a checkpoint is written before it is whole. */
  Path aside(long step) throws IOException {
    Path path = new Path(folder, ".writing-" + of(step).getName());
    fileSystem.delete(path, true);
    return path;
  }

  void commit(Path aside, long step) throws IOException {
    replace(aside, of(step));
  }

  /** Puts a file or folder that was written aside in its place. */
  void replace(Path aside, Path place) throws IOException {
    fileSystem.delete(place, true);
    if (!fileSystem.rename(aside, place)) {
      throw new IOException("cannot rename " + aside + " to " + place);
    }
  }

  /** The checkpoints, newest first; whatever else lies there is left alone. */
  List<Path> newestFirst() throws IOException {
    try {
      return Arrays.stream(fileSystem.listStatus(folder))
          .map(FileStatus::getPath)
          .filter(path -> NAME.matcher(path.getName()).matches())
          .sorted(Comparator.comparingLong(CheckpointFolder::step).reversed())
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }

  private static long step(Path checkpoint) {
    Matcher name = NAME.matcher(checkpoint.getName());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  /**
   * Deletes all but the newest {@code count} up to a step. Those of later steps go too: the run
   * came back to this step because they are damaged.
   */
  void keepNewest(int count, long upTo) throws IOException {
    int kept = 0;
    for (Path checkpoint : newestFirst()) {
      if (step(checkpoint) > upTo || kept == count) {
        fileSystem.delete(checkpoint, true);
      } else {
        kept++;
      }
    }
  }

  /** Writes a file and gives its SHA-256. */
  String write(Path file, Content content) throws IOException {
    MessageDigest digest = sha256();
    try (OutputStream out = new DigestOutputStream(fileSystem.create(file, true), digest)) {
      content.writeTo(out);
    } catch (FSError | UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  <V> V read(Path file, Reader<V> reader) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return reader.readFrom(in);
    }
  }

  long length(Path file) throws IOException {
    return fileSystem.getFileStatus(file).getLen();
  }

  String hash(Path file) throws IOException {
    MessageDigest digest = sha256();
    read(file, in -> new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream()));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
