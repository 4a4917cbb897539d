package io.sunrise.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.sunrise.SunriseException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads single values; an error states what was expected. */
final class Scalars {
  private static final String MERGED = "merge of ";
  private static final Pattern FOLDER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private Scalars() {}

  /** Reads an enum's constant, written in lower case with hyphens. */
  static Object constant(String name, ConfigValue value, Class<?> type) {
    Object[] constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(c -> Names.kebab(((Enum<?>) c).name()).equals(value.unwrapped()))
        .findFirst()
        .orElseThrow(
            () ->
                mistyped(
                    name,
                    value,
                    "one of "
                        + Arrays.stream(constants)
                            .map(c -> Names.kebab(((Enum<?>) c).name()))
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Reads a text, a boolean or a number.
   *
   * @param component the annotations on it define the unit and the range
   */
  static Object scalar(String name, ConfigValue value, Class<?> type, RecordComponent component) {
    Config single = value.atKey("value");
    try {
      if (type == boolean.class) {
        return single.getBoolean("value");
      }
      if (type == String.class) {
        String text = single.getString("value");
        if (component.isAnnotationPresent(FolderName.class)
            && !FOLDER_NAME.matcher(text).matches()) {
          throw mistyped(name, value, expected(type, component));
        }
        return component.isAnnotationPresent(FilePath.class) ? path(name, text) : text;
      }
      Number number = number(single, type, component);
      Range range = component.getAnnotation(Range.class);
      if (range != null
          && !(number.doubleValue() >= range.min() && number.doubleValue() <= range.max())) {
        throw mistyped(name, value, expected(type, component));
      }
      return number;
    } catch (ConfigException | ArithmeticException | NumberFormatException e) {
      throw mistyped(name, value, expected(type, component));
    }
  }

  private static String path(String name, String typed) {
    String path = unquoted(typed);
    if (!path.equals("~") && !path.startsWith("~/")) {
      return path;
    }
    String home = System.getProperty("user.home");
    if (!home.startsWith("/")) {
      throw SunriseException.of(
          "%s = %s: this user has no home folder that ~ could stand for; write the whole path",
          name, typed);
    }
    return home + path.substring(1);
  }

  /** The text without single quotes around it, which are none of HOCON's. */
  static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("'") && text.endsWith("'");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static Number number(Config single, Class<?> type, RecordComponent component) {
    if (component.isAnnotationPresent(Bytes.class)) {
      return single.getBytes("value");
    }
    if (component.isAnnotationPresent(Seconds.class)) {
      return seconds(single);
    }
    if (type == double.class) {
      return single.getDouble("value");
    }
    // The library cuts off what an integer does not hold.
    BigDecimal exact = new BigDecimal(single.getString("value").strip());
    return type == int.class ? (Number) exact.intValueExact() : exact.longValueExact();
  }

  /**
   * HOCON takes a number without a unit for milliseconds, which nobody means here, and does not
   * know min.
   */
  private static long seconds(Config single) {
    String text = single.getString("value").replaceFirst("\\bmins?$", "m");
    if (text.matches("[0-9.]*[1-9][0-9.]*")) {
      throw new ConfigException.BadValue(single.origin(), "value", "no unit");
    }
    return ConfigValueFactory.fromAnyRef(text)
        .atKey("value")
        .getDuration("value", TimeUnit.SECONDS);
  }

  private static String expected(Class<?> type, RecordComponent component) {
    Range range = component.getAnnotation(Range.class);
    String kind = kind(type, component);
    return range == null || component.isAnnotationPresent(Seconds.class)
        ? kind
        : kind + " from " + plain(range.min()) + " to " + plain(range.max());
  }

  private static String kind(Class<?> type, RecordComponent component) {
    if (type == boolean.class) {
      return "true or false";
    }
    if (component.isAnnotationPresent(FolderName.class)) {
      return "the name of a folder, of letters, digits, dots, dashes and underscores";
    }
    if (type == String.class) {
      return "text";
    }
    if (component.isAnnotationPresent(Bytes.class)) {
      return "a size such as 10 MiB";
    }
    if (component.isAnnotationPresent(Seconds.class)) {
      return "a time with a unit, such as 60 min or 6 h";
    }
    return type == double.class ? "a number" : "a whole number";
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }

  static SunriseException mistyped(String name, ConfigValue value, String expected) {
    return SunriseException.of(
        "%s = %s (%s): expected %s",
        name, value.render(ConfigRenderOptions.concise()), place(value), expected);
  }

  /** The file and line of a value. */
  static String place(ConfigValue value) {
    String place = value.origin().description();
    if (!place.startsWith(MERGED)) {
      return place;
    }
    // Users write none of the defaults that an object is merged with.
    List<String> places = List.of(place.substring(MERGED.length()).split(","));
    return places.stream()
        .filter(each -> !each.startsWith("reference.conf"))
        .findFirst()
        .orElse(places.get(0));
  }
}
