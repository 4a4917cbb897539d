package io.sunrise.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Sets what DJL needs to load the tokenizers library from its own jar. Called before its first use,
 * on drivers and executors alike, so that a cluster needs no options of its own; a property or
 * environment variable that the user has set wins.
 */
public final class NativeLibrary {
  private NativeLibrary() {}

  public static void prepare() {
    // Neither downloads nor telemetry.
    setDefault("ai.djl.offline", "true");
    setDefault("OPT_OUT_TRACKING", "true");
    // Without it, DJL looks for CUDA and would fetch a library to match.
    setDefault("RUST_FLAVOR", "cpu");
    // Where the library is unpacked, once for each version.
    setDefault("ENGINE_CACHE_DIR", cacheFolder().toString());
  }

  private static Path cacheFolder() {
    Path home = Path.of(System.getProperty("user.home"));
    if (Files.isWritable(home)) {
      return home.resolve(".cache").resolve("sunrise").resolve("native");
    }
    String user = System.getProperty("user.name");
    return Path.of(System.getProperty("java.io.tmpdir")).resolve("sunrise-native-" + user);
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null && System.getenv(name) == null) {
      System.setProperty(name, value);
    }
  }
}
