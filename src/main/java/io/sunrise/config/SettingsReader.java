package io.sunrise.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import io.sunrise.SunriseException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Merges the command line, the file and {@code reference.conf}, in this order of precedence. */
final class SettingsReader {
  private static final String ROOT = "sunrise";

  private static final String COMMAND_LINE = "the command line";

  /** What is more than a text: a list, an object, a quoted string, a reference, a number. */
  private static final Pattern HOCON_VALUE =
      Pattern.compile(
          "^[\\[{\"]|\\$\\{|^(true|false|null|-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?)$");

  private SettingsReader() {}

  static Settings read(Path file, List<String> overrides) {
    if (Files.isDirectory(file)) {
      throw SunriseException.of(
          "%s: a folder; pass a configuration file with --config, such as conf/demo.conf", file);
    }
    if (!Files.isReadable(file)) {
      throw SunriseException.of(
          "%s: no readable configuration file; pass one with --config, such as conf/demo.conf",
          file);
    }
    try {
      requireCommentsApart(file);
      Config own = ConfigFactory.parseFile(file.toFile(), hocon());
      for (String included : files(own.root(), new TreeSet<>())) {
        requireCommentsApart(Path.of(included));
      }
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
    Config reference = reference();
    config
        .root()
        .toConfig()
        .withOnlyPath(ROOT)
        .root()
        .forEach((root, settings) -> requireObjects(settings, reference.getConfig(ROOT)));
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
    String typed = override.substring(0, equals).strip();
    String key = typed.startsWith(ROOT + ".") ? typed : ROOT + "." + typed;
    String text = override.substring(equals + 1).strip();
    if (!HOCON_VALUE.matcher(text).find()) {
      return setting(key, ConfigUtil.quoteString(Scalars.unquoted(text)));
    }
    HoconComments.requireApart(text, COMMAND_LINE);
    try {
      return setting(key, text);
    } catch (ConfigException.Parse e) {
      // Not HOCON, such as the name of a folder that begins with a brace.
      return setting(key, ConfigUtil.quoteString(text));
    }
  }

  /** Every setting of {@code reference.conf} that has a value, without the root. */
  static Set<String> known() {
    Set<String> known = new TreeSet<>();
    reference().getConfig(ROOT).entrySet().forEach(entry -> known.add(entry.getKey()));
    return known;
  }

  /** Refuses a value in place of a part with settings of its own, to which others refer. */
  private static void requireObjects(ConfigValue settings, Config reference) {
    if (settings instanceof ConfigObject object) {
      object.forEach(
          (key, value) -> {
            boolean part = reference.root().get(key) instanceof ConfigObject;
            if (part && !(value instanceof ConfigObject)) {
              throw Scalars.mistyped(key, value, "an object { ... }");
            }
          });
    }
  }

  private static Config reference() {
    return ConfigFactory.parseResources(SettingsReader.class.getClassLoader(), "reference.conf");
  }

  private static Config setting(String key, String value) {
    return ConfigFactory.parseString(
        key + " = " + value, hocon().setOriginDescription(COMMAND_LINE));
  }

  private static void requireCommentsApart(Path file) {
    try {
      // A pipe can be read only once.
      if (Files.isRegularFile(file)) {
        HoconComments.requireApart(text(file), file.toString());
      }
    } catch (CharacterCodingException e) {
      throw new SunriseException(
          file + ": not a text in UTF-8; expected a configuration such as conf/demo.conf", e);
    } catch (IOException e) {
      throw new SunriseException(file + ": cannot be read: " + SunriseException.reason(e), e);
    }
  }

  private static String text(Path file) throws IOException {
    String text = Files.readString(file);
    if (text.indexOf('\0') >= 0) {
      throw new CharacterCodingException();
    }
    return text;
  }

  /** The files that the values come from, included ones too. */
  private static Set<String> files(ConfigValue value, Set<String> found) {
    if (value.origin().filename() != null) {
      found.add(value.origin().filename());
    }
    if (value instanceof ConfigObject object) {
      object.values().forEach(each -> files(each, found));
    } else if (value instanceof ConfigList list) {
      list.forEach(each -> files(each, found));
    }
    return found;
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
    return String.valueOf(e.getMessage())
        .replaceAll("\\s*\\R\\s*", " ")
        // The library's own words are of a parenthesis.
        .replaceAll(
            "expecting a close parentheses '\\)' here, not: (\\S*)end of file.*",
            "the file ends before all { and [ are closed");
  }
}
