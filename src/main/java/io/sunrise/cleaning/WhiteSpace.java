package io.sunrise.cleaning;

/** Normalizes any white space to one space, one line end, or a blank line; none at the ends. */
final class WhiteSpace {
  private WhiteSpace() {}

  static String normalize(String text) {
    if (isNormalized(text)) {
      return text;
    }
    StringBuilder normal = new StringBuilder(text.length());
    boolean space = false;
    int lineEnds = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Characters.isSpace(c)) {
        space = true;
        lineEnds += Characters.lineEnds(c);
        continue;
      }
      if (space && normal.length() > 0) {
        normal.append(lineEnds > 1 ? "\n\n" : lineEnds == 1 ? "\n" : " ");
      }
      space = false;
      lineEnds = 0;
      normal.append(c);
    }
    return normal.toString();
  }

  /** Replaces single line ends by spaces; blank lines are kept. */
  static String joinLines(String text) {
    int at = text.indexOf('\n');
    if (at < 0) {
      return text;
    }
    StringBuilder joined = new StringBuilder(text);
    for (; at >= 0; at = joined.indexOf("\n", at)) {
      int end = at;
      while (end < joined.length() && joined.charAt(end) == '\n') {
        end++;
      }
      if (end == at + 1) {
        joined.setCharAt(at, ' ');
      }
      at = end;
    }
    return joined.toString();
  }

  private static boolean isNormalized(String text) {
    int spaces = 2;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Characters.isSpace(c)) {
        spaces = 0;
        continue;
      }
      boolean blankLine = c == '\n' && spaces == 1 && text.charAt(i - 1) == '\n';
      if (!blankLine && (spaces > 0 || (c != ' ' && c != '\n'))) {
        return false;
      }
      spaces++;
    }
    return text.isEmpty() || spaces == 0;
  }
}
