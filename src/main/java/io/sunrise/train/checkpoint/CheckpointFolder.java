package io.sunrise.train.checkpoint;

import io.sunrise.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folders of a run's checkpoints on any Hadoop file system. {@code SHA256SUMS}, as sha256sum
 * writes it, appears last and whole, and is deleted first, so a folder without it is unfinished, on
 * file systems and on object stores alike.
 */
final class CheckpointFolder {
  private static final String SUMS = "SHA256SUMS";
  private static final Pattern SUM = Pattern.compile("([0-9a-f]{64}) {2}([a-z][a-z.-]*)");
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
    return new Path(folder, name(step));
  }

  static String name(long step) {
    return String.format(Locale.ROOT, "step-%08d", step);
  }

  /** Writes a checkpoint of these files in place of an unfinished or damaged one of its step. */
  void write(long step, Map<String, Content> files) throws IOException {
    Path checkpoint = of(step);
    delete(checkpoint);
    StringBuilder sums = new StringBuilder();
    for (Map.Entry<String, Content> file : files.entrySet()) {
      String hash = write(new Path(checkpoint, file.getKey()), file.getValue());
      sums.append(hash).append("  ").append(file.getKey()).append('\n');
    }
    byte[] listed = sums.toString().getBytes(StandardCharsets.UTF_8);
    Path unfinished = new Path(checkpoint, "." + SUMS);
    write(unfinished, out -> out.write(listed));
    if (!fileSystem.rename(unfinished, new Path(checkpoint, SUMS))) {
      throw new IOException(unfinished + " cannot be renamed to " + SUMS);
    }
  }

  /** The finished checkpoints, newest first; they may be damaged. */
  List<Path> newestFirst() throws IOException {
    List<Path> finished = new ArrayList<>();
    for (Path checkpoint : folders()) {
      if (isFinished(checkpoint)) {
        finished.add(checkpoint);
      }
    }
    return finished;
  }

  /** Folders of checkpoints, newest first; other files are ignored. */
  private List<Path> folders() throws IOException {
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

  private boolean isFinished(Path checkpoint) throws IOException {
    return fileSystem.exists(new Path(checkpoint, SUMS));
  }

  private static long step(Path checkpoint) {
    Matcher name = NAME.matcher(checkpoint.getName());
    return name.matches() ? Long.parseLong(name.group(1)) : -1;
  }

  /**
   * Deletes all but the newest {@code count} finished ones up to a step. Those of later steps are
   * deleted too: the run resumed before them because they are damaged.
   */
  void keepNewest(int count, long upTo) throws IOException {
    int kept = 0;
    for (Path checkpoint : folders()) {
      if (step(checkpoint) > upTo || kept == count || !isFinished(checkpoint)) {
        delete(checkpoint);
      } else {
        kept++;
      }
    }
  }

  private void delete(Path checkpoint) throws IOException {
    fileSystem.delete(new Path(checkpoint, SUMS), false);
    fileSystem.delete(checkpoint, true);
  }

  /**
   * Verifies every file of a checkpoint.
   *
   * @return the names of its files
   * @throws IOException where a file is missing or differs from its hash
   */
  List<String> verify(Path checkpoint) throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    for (String line : text(new Path(checkpoint, SUMS)).lines().toList()) {
      Matcher sum = SUM.matcher(line);
      if (!sum.matches()) {
        throw new IOException(SUMS + " has a line that is not a hash and a file's name");
      }
      sums.put(sum.group(2), sum.group(1));
    }
    for (Map.Entry<String, String> sum : sums.entrySet()) {
      verify(new Path(checkpoint, sum.getKey()), sum.getValue());
    }
    return List.copyOf(sums.keySet());
  }

  void verify(Path file, String expected) throws IOException {
    MessageDigest digest = Sha256.digest();
    read(file, in -> new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream()));
    String found = Sha256.hex(digest);
    if (!found.equals(expected)) {
      throw new IOException(
          String.format(
              "%s has SHA-256 %s, expected %s as recorded", file.getName(), found, expected));
    }
  }

  /** Writes a file and returns its SHA-256. */
  String write(Path file, Content content) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (OutputStream out = new DigestOutputStream(fileSystem.create(file, true), digest)) {
      content.writeTo(out);
    } catch (FSError | UncheckedIOException e) {
      throw new IOException(e.getCause());
    }
    return Sha256.hex(digest);
  }

  <V> V read(Path file, Reader<V> reader) throws IOException {
    try (InputStream in = fileSystem.open(file)) {
      return reader.readFrom(in);
    }
  }

  String text(Path file) throws IOException {
    return read(file, in -> new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }

  long length(Path file) throws IOException {
    return fileSystem.getFileStatus(file).getLen();
  }
}
