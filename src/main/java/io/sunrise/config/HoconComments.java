package io.sunrise.config;

import io.sunrise.SunriseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds comments that cut a value short: HOCON takes {@code //} and {@code #} for the start of a
 * comment in the middle of an unquoted path too.
 */
final class HoconComments {
  private static final String STRING =
      "\"\"\"[\\s\\S]*?\"{3,}|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\"";
  private static final String REFERENCE = "\\$\\{[^}]*\\}";

  /** A value that begins with two slashes is a path too. */
  private static final String END_OF_VALUE =
      "(?!#|//)[^\\s,{}\\[\\]\"=:]|[=:][ \\t]*(?=//)|" + STRING + "|" + REFERENCE;

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<value>%s)?(?<comment>(?:#|//)[^\\n]*)|%s|%s|[\\s\\S]"
              .formatted(END_OF_VALUE, STRING, REFERENCE));

  private HoconComments() {}

  /**
   * Refuses a comment without a space between it and the value before it.
   *
   * @param where the file, or the command line
   */
  static void requireApart(String hocon, String where) {
    Matcher token = TOKEN.matcher(hocon);
    while (token.find()) {
      if (token.group("value") != null) {
        int at = token.start("comment");
        int lineStart = hocon.lastIndexOf('\n', at) + 1;
        throw SunriseException.of(
            "%s: %d: \"%s\" is a comment for HOCON and cuts off the value before it; write the"
                + " value in double quotes, or a space before the comment: %s",
            where,
            1 + hocon.substring(0, at).chars().filter(c -> c == '\n').count(),
            token.group("comment").strip(),
            (hocon.substring(lineStart, at) + token.group("comment")).strip());
      }
    }
  }
}
