package io.sunrise.cleaning;

import java.util.regex.Pattern;

/**
 * Words in place of addresses and numbers that name one page or person. Repetitions are bounded or
 * followed by what they hold, so that the time is linear; a line end is to them what a space is.
 */
final class Placeholders {
  /** What ends an address. */
  private static final String OUTSIDE = "\\s<>\"“”\\[\\]{}|\\\\^`";

  /** Without the punctuation behind it. */
  private static final Pattern URL =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:(?:https?|ftp)://|www\\.)[^"
              + OUTSIDE
              + "]*[^"
              + OUTSIDE
              + ".,;:!?'’()…*_]",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern EMAIL =
      Pattern.compile(
          "[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9])");

  /**
   * With a country's code and at least three groups, or as in North America. May follow right
   * behind another, in whose place a bracket will stand.
   */
  private static final Pattern PHONE =
      Pattern.compile(
          "(?:\\G|(?<![\\w+.-]))(?:"
              + "\\+\\d{1,3}[ \\n.-]?(?:\\(\\d{1,4}\\)[ \\n.-]?)?\\d{1,4}(?:[ \\n.-]?\\d{2,4}){2,4}"
              + "|(?:\\+?1[ \\n.-])?(?:\\(\\d{3}\\)[ \\n.-]?|\\d{3}[.-])\\d{3}[ \\n.-]\\d{4}"
              + ")(?![\\w-])");

  private Placeholders() {}

  static String urls(String text) {
    return text.contains("://") || containsWww(text) ? URL.matcher(text).replaceAll("[URL]") : text;
  }

  static String emails(String text) {
    return text.indexOf('@') < 0 ? text : EMAIL.matcher(text).replaceAll("[EMAIL]");
  }

  static String phones(String text) {
    return PHONE.matcher(text).replaceAll("[PHONE]");
  }

  private static boolean containsWww(String text) {
    for (int at = text.indexOf('.'); at >= 0; at = text.indexOf('.', at + 1)) {
      if (at >= 3 && text.regionMatches(true, at - 3, "www", 0, 3)) {
        return true;
      }
    }
    return false;
  }
}
