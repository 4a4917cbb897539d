package io.sunrise.demo;

import io.sunrise.SunriseException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The language's files, which lie beside the classes. */
final class Resources {
  private Resources() {}

  /** The lines of the file {@code name.txt}. */
  static List<String> lines(String name) {
    try (InputStream in = Resources.class.getResourceAsStream(name + ".txt")) {
      if (in == null) {
        throw SunriseException.of(
            "generated text: %s.txt is not among the program's resources; build the jar again",
            name);
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
