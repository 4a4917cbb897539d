package io.sunrise;

import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.PreprocessSettings.TokenizerSettings;
import io.sunrise.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Settings with the defaults of {@code reference.conf}. */
public final class TestSettings {
  private TestSettings() {}

  /** The defaults, with {@code KEY=VALUE} over them. */
  public static Settings with(String... overrides) {
    try {
      Path file = Files.createTempFile("settings", ".conf");
      try {
        Files.writeString(file, "sunrise {}");
        return Settings.load(file, List.of(overrides));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static PreprocessSettings preprocess(
      TokenizerSettings tokenizer, int maxTokens, int minTokens, long maxRows, int outputFiles) {
    PreprocessSettings defaults = with().preprocess();
    return new PreprocessSettings(
        defaults.cleaning(),
        defaults.filters(),
        defaults.keepDropped(),
        tokenizer,
        maxTokens,
        minTokens,
        maxRows,
        outputFiles);
  }
}
