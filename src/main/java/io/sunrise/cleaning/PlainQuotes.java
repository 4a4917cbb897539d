package io.sunrise.cleaning;

/** Replaces typographic quotation marks and apostrophes by those of ASCII. */
final class PlainQuotes {
  private PlainQuotes() {}

  static String of(String text) {
    StringBuilder plain = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char mark = plain(c);
      if (mark != c) {
        if (plain == null) {
          plain = new StringBuilder(text);
        }
        plain.setCharAt(i, mark);
      }
    }
    return plain == null ? text : plain.toString();
  }

  private static char plain(char c) {
    return switch (c) {
      case '\u2018', '\u2019', '\u201A', '\u201B', '\u2032', '\u2039', '\u203A', '\u02BC' -> '\'';
      case '\u201C', '\u201D', '\u201E', '\u201F', '\u2033', '\u00AB', '\u00BB' -> '"';
      default -> c;
    };
  }
}
