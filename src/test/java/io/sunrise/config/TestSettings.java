package io.sunrise.config;

import io.sunrise.config.SourceSettings.SourceType;
import java.nio.file.Path;
import java.util.List;

/** Settings for tests, with the defaults of the reference for what a test does not name. */
public final class TestSettings {
  private TestSettings() {}

  /** The settings of collect from what stands in its braces. */
  public static CollectSettings collect(String hocon) {
    return SettingsReader.parse("sunrise.collect { " + hocon + " }", List.of()).collect();
  }

  /** The settings of preprocess from what stands in its braces. */
  public static PreprocessSettings preprocess(String hocon) {
    return SettingsReader.parse("sunrise.preprocess { " + hocon + " }", List.of()).preprocess();
  }

  /** The settings of label from what stands in its braces. */
  public static LabelSettings label(String hocon) {
    return SettingsReader.parse("sunrise.label { " + hocon + " }", List.of()).label();
  }

  /** A source as it stands in {@code collect.sources}, without the braces. */
  public static String source(SourceType type, Path path) {
    return "type = " + Names.kebab(type.name()) + ", path = " + quoted(path.toString());
  }

  /** The settings of a source from what stands in its braces. */
  public static SourceSettings source(String hocon) {
    return collect("sources = [{ " + hocon + " }]").sources().get(0).source();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
