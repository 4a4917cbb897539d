package io.sunrise.cleaning;

import java.util.regex.Pattern;

/**
 * Replaces URLs, email addresses and phone numbers by placeholders. Repetitions in the patterns are
 * bounded or followed by a character they contain, so that the time is linear; line ends match like
 * spaces.
 */
final class Placeholders {
  /** Characters that end a URL. */
  private static final String OUTSIDE = "\\s<>\"“”\\[\\]{}|\\\\^`";

  /** Without the punctuation after it. */
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
   * With a country code and at least three groups, or in North American format. May directly follow
   * another one, because that will be replaced by a placeholder in brackets.
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
