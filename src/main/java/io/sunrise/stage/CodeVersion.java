package io.sunrise.stage;

import io.sunrise.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Which code runs. */
final class CodeVersion {
  private static final int HASH_DIGITS = 12;

  private CodeVersion() {}

  /** Read once: a jar does not change while it runs. */
  private static final class Current {
    static final String VERSION = find();

    private static String find() {
      CodeSource source = CodeVersion.class.getProtectionDomain().getCodeSource();
      try {
        Path jar = source == null ? null : Path.of(source.getLocation().toURI());
        // Where classes lie unpacked they are being developed, and nothing says which they are.
        return jar == null || !Files.isRegularFile(jar) ? "unpacked" : of(jar);
      } catch (URISyntaxException | IOException e) {
        throw new UncheckedIOException(new IOException("cannot read the running jar", e));
      }
    }
  }

  /** The version of this jar with a hash of what is in it, or {@code unpacked}. */
  static String current() {
    return Current.VERSION;
  }

  /**
   * A version stays the same from build to build, so a hash over the names and checksums of all
   * classes and resources stands beside it; the jar's directory has these, so no file is read.
   */
  static String of(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      String content =
          zip.stream()
              .filter(CodeVersion::isCode)
              .map(entry -> entry.getName() + " " + entry.getCrc())
              .sorted()
              .collect(Collectors.joining("\n"));
      String version = CodeVersion.class.getPackage().getImplementationVersion();
      return (version == null ? "unpacked" : version)
          + "+"
          + Sha256.of(content).substring(0, HASH_DIGITS);
    }
  }

  /** Maven's records and the jar's manifest hold times and tools of the build. */
  private static boolean isCode(ZipEntry entry) {
    return !entry.isDirectory()
        && !entry.getName().equals("META-INF/MANIFEST.MF")
        && !entry.getName().startsWith("META-INF/maven/");
  }
}
