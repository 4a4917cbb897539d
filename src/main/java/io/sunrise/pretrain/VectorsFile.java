package io.sunrise.pretrain;

import io.sunrise.Sha256;
import io.sunrise.SunriseException;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.stage.StageRun;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/**
 * The vectors in the stage's folder. Their SHA-256 is written last, in a file that is not
 * committed: without it, or if it differs, they are unfinished or damaged.
 */
final class VectorsFile {
  private final StageRun run;
  private final Path file;
  private final Path sum;

  /**
   * @param name of the file
   */
  VectorsFile(StageRun run, String name) {
    this.run = run;
    this.file = new Path(run.output(name));
    String sumName = name.replaceFirst("\\.safetensors$", ".sha256");
    this.sum = new Path(run.output(sumName));
    run.scratch(sumName);
  }

  void write(TokenVectors vectors) throws IOException {
    run.fileSystem().delete(sum, false);
    MessageDigest digest = Sha256.digest();
    try (OutputStream out =
        new DigestOutputStream(
            new BufferedOutputStream(run.fileSystem().create(file, true)), digest)) {
      vectors.write(out);
    }
    try (OutputStream out = run.fileSystem().create(sum, true)) {
      out.write(Sha256.hex(digest).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** What an interrupted run finished. */
  Optional<TokenVectors> read() throws IOException {
    if (!run.fileSystem().exists(sum)) {
      return Optional.empty();
    }
    try {
      byte[] bytes = bytes(file);
      String expected = new String(bytes(sum), StandardCharsets.US_ASCII);
      String found = Sha256.of(bytes);
      if (found.equals(expected)) {
        return Optional.of(
            TokenVectors.read(new ByteArrayInputStream(bytes), bytes.length, file.toString()));
      }
      warn(String.format("has SHA-256 %s, expected %s as recorded", found, expected));
    } catch (IOException e) {
      warn(SunriseException.reason(e));
    }
    return Optional.empty();
  }

  private void warn(String why) {
    run.console().line(String.format("warning: %s is damaged (%s): counting again", file, why));
  }

  private byte[] bytes(Path path) throws IOException {
    try (InputStream in = run.fileSystem().open(path)) {
      return in.readAllBytes();
    }
  }
}
