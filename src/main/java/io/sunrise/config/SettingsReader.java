package io.sunrise.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.sunrise.SunriseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Merges the command line, the file and {@code reference.conf}, in this order of precedence. */
final class SettingsReader {
  private static final String ROOT = "sunrise";

  private SettingsReader() {}

  static Settings read(Path file, List<String> overrides) {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw SunriseException.of(
          "%s: no readable configuration file; pass one with --config, such as conf/demo.conf",
          file);
    }
    try {
      Config own = ConfigFactory.parseFile(file.toFile(), hocon());
      requireOnlyRoot(own, file);
      return bind(overridden(own, overrides));
    } catch (ConfigException e) {
      throw new SunriseException(oneLine(e), e);
    }
  }

  /** Reads HOCON text as the content of a file. */
  static Settings parse(String hocon, List<String> overrides) {
    try {
      return bind(overridden(ConfigFactory.parseString(hocon, hocon()), overrides));
    } catch (ConfigException e) {
      throw new SunriseException(oneLine(e), e);
    }
  }

  private static Settings bind(Config config) {
    Config reference =
        ConfigFactory.parseResources(SettingsReader.class.getClassLoader(), "reference.conf");
    Config all = config.withFallback(reference).resolve();
    return RecordReader.read(all.getConfig(ROOT), Settings.class);
  }

  private static Config overridden(Config config, List<String> overrides) {
    Config result = config;
    for (String override : overrides) {
      result = override(override).withFallback(result);
    }
    return result;
  }

  private static Config override(String override) {
    int equals = override.indexOf('=');
    if (equals < 1) {
      throw SunriseException.of("%s: expected KEY=VALUE, such as pretrain.epochs=3", override);
    }
    String key = ROOT + "." + override.substring(0, equals).strip();
    String text = override.substring(equals + 1).strip();
    ConfigParseOptions options = hocon().setOriginDescription("the command line");
    try {
      return ConfigFactory.parseString(key + " = " + text, options);
    } catch (ConfigException.Parse e) {
      // Not HOCON, such as a path with a colon: taken as a plain string.
      ConfigUtil.splitPath(key);
      return ConfigFactory.empty()
          .withValue(key, ConfigValueFactory.fromAnyRef(text, "the command line"));
    }
  }

  private static void requireOnlyRoot(Config own, Path file) {
    for (String key : own.root().keySet()) {
      if (!key.equals(ROOT)) {
        throw SunriseException.of(
            "%s: unknown key %s; every setting is under %s { ... }",
            own.root().get(key).origin().description(), key, ROOT);
      }
    }
    if (own.isEmpty()) {
      throw SunriseException.of("%s: holds no settings; expected %s { ... }", file, ROOT);
    }
  }

  private static ConfigParseOptions hocon() {
    return ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF);
  }

  private static String oneLine(ConfigException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
  }
}
