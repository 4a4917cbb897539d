package io.sunrise.model;

import io.sunrise.Sha256;
import io.sunrise.SunriseException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads the files of a model folder and verifies their hashes. */
final class ModelFiles {
  private final FileSystem fileSystem;
  private final String folder;
  private final Map<String, String> sha256;

  /** Makes something of a file's bytes. */
  interface Reader<V> {
    V read(InputStream in, long length, String where) throws IOException;
  }

  /**
   * @param sha256 by name, of the files whose hash is to be checked
   */
  ModelFiles(FileSystem fileSystem, String folder, Map<String, String> sha256) {
    this.fileSystem = fileSystem;
    this.folder = folder;
    this.sha256 = sha256;
  }

  /** Whether a file is there, or ought to be. */
  boolean has(String name) {
    try {
      return sha256.containsKey(name) || fileSystem.exists(new Path(folder, name));
    } catch (IOException e) {
      throw new SunriseException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  String folder() {
    return folder;
  }

  String path(String name) {
    return folder + "/" + name;
  }

  String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  byte[] bytes(String name) {
    return read(name, (in, length, where) -> in.readAllBytes());
  }

  <V> V read(String name, Reader<V> reader) {
    Path file = new Path(folder, name);
    try {
      if (sha256.containsKey(name)) {
        verify(name, sha256.get(name));
      }
      long length = fileSystem.getFileStatus(file).getLen();
      try (InputStream in = fileSystem.open(file)) {
        return reader.read(in, length, file.toString());
      }
    } catch (FileNotFoundException e) {
      throw new SunriseException(
          file
              + ": missing; run the stage that writes it again with --force, or name the folder of a"
              + " whole model",
          e);
    } catch (IOException e) {
      throw new SunriseException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  String hash(String name) {
    MessageDigest digest = Sha256.digest();
    Path file = new Path(folder, name);
    try (InputStream in = new DigestInputStream(fileSystem.open(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new SunriseException(file + ": cannot be read: " + e.getMessage(), e);
    }
    return Sha256.hex(digest);
  }

  private void verify(String name, String expected) {
    String found = hash(name);
    if (!found.equals(expected)) {
      throw SunriseException.of(
          "%s: damaged: its SHA-256 is %s, its manifest says %s; run the stage that writes it again"
              + " with --force",
          path(name), found, expected);
    }
  }
}
