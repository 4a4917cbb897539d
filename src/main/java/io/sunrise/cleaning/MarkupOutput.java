package io.sunrise.cleaning;

import java.util.ArrayList;
import java.util.List;

/**
 * The output of {@link MarkupRemover}. Normalizes white space, and removes marks that need no
 * counterpart: runs of {@code '''} and {@code ==}, {@code #} and {@code >} at the beginning of a
 * line, {@code **} and {@code __} around words. Single and double line ends are kept.
 */
final class MarkupOutput {
  private final StringBuilder text = new StringBuilder();
  private final List<OpenMarks> opened = new ArrayList<>();

  /** White space seen since the last character. */
  private boolean space;

  private int lineEnds;

  /** Where a run of {@code '''} or {@code ==} was removed, and its character. */
  private int runEnd = -1;

  private int runCharacter;

  /** Whether a {@code **} or {@code __} was opened and not closed. */
  private boolean strong;

  /** A stack of marks opened in this text, truncated together with it. */
  OpenMarks marks() {
    OpenMarks marks = new OpenMarks();
    opened.add(marks);
    return marks;
  }

  CharSequence text() {
    return text;
  }

  int length() {
    return text.length();
  }

  /** The character before the last {@code back} ones, 0 if there is none. */
  char charBefore(int back) {
    int at = text.length() - 1 - back;
    return at < 0 ? 0 : text.charAt(at);
  }

  String substring(int start, int end) {
    return text.substring(start, end);
  }

  boolean startsWith(String prefix, int start) {
    return text.length() - start >= prefix.length()
        && text.substring(start, start + prefix.length()).equals(prefix);
  }

  boolean endsWith(String suffix) {
    return startsWith(suffix, Math.max(0, text.length() - suffix.length()));
  }

  /** The last index of a character among the last {@code reach} ones, or -1. */
  int lastIndexOf(char c, int reach) {
    return lastIndexOf(c, text.length(), reach);
  }

  /** The last index of a character among the {@code reach} ones before {@code end}, or -1. */
  int lastIndexOf(char c, int end, int reach) {
    for (int at = end - 1; at >= Math.max(0, end - reach); at--) {
      if (text.charAt(at) == c) {
        return at;
      }
    }
    return -1;
  }

  void space(int c) {
    if (!space) {
      dropStrong(' ');
      dropLineMark();
      space = true;
      runEnd = -1;
    }
    lineEnds += Characters.lineEnds(c);
  }

  void append(int c) {
    if (runEnd == text.length() && runCharacter == c) {
      dropQuote();
      return;
    }
    if (!space) {
      dropStrong(c);
    }
    if (space) {
      writeSpace();
    }
    if ((c == '\'' || c == '=') && charBefore(0) == c) {
      truncate(text.length() - 1);
      startRun(c);
    } else {
      text.appendCodePoint(c);
    }
  }

  /** Truncates the text to {@code end} characters; white space at its end is pending again. */
  void truncate(int end) {
    int kept = end;
    while (kept > 0 && Characters.isSpace(text.charAt(kept - 1))) {
      kept--;
      space = true;
      lineEnds += Characters.lineEnds(text.charAt(kept));
    }
    text.setLength(kept);
    runEnd = -1;
    for (OpenMarks marks : opened) {
      marks.truncate(kept);
    }
  }

  String finish() {
    if (!space) {
      space(' ');
    }
    return text.toString();
  }

  /** Two apostrophes are a typed quotation mark; three, and two equals signs, are wiki markup. */
  private void startRun(int c) {
    if (c == '\'') {
      if (space) {
        writeSpace();
      }
      text.append('"');
    }
    runEnd = text.length();
    runCharacter = c;
  }

  private void dropQuote() {
    if (runCharacter == '\'' && charBefore(0) == '"') {
      truncate(text.length() - 1);
      runEnd = text.length();
    }
  }

  private void writeSpace() {
    if (text.length() > 0) {
      text.append(lineEnds > 1 ? "\n\n" : lineEnds == 1 ? "\n" : " ");
    }
    strong &= lineEnds < 2;
    space = false;
    lineEnds = 0;
  }

  /**
   * Removes two asterisks or underscores before or after a word, at the side that faces away from
   * other words.
   */
  private void dropStrong(int after) {
    char mark = charBefore(0);
    while ((mark == '*' || mark == '_') && after != mark && charBefore(1) == mark) {
      char before = charBefore(2);
      boolean opens = Character.isLetterOrDigit(after) && !Character.isLetterOrDigit(before);
      boolean closes = strong && !opens && !Characters.isSpace(before);
      if (before == mark || !(opens || closes)) {
        return;
      }
      strong = opens;
      truncate(text.length() - 2);
      mark = space ? 0 : charBefore(0);
    }
  }

  /** Removes the {@code #} of a heading or the {@code >} of a quotation at the start of a line. */
  private void dropLineMark() {
    int start = text.length();
    char mark = charBefore(0);
    if (mark != '#' && mark != '>') {
      return;
    }
    while (start > 0 && text.charAt(start - 1) == mark && text.length() - start < 6) {
      start--;
    }
    if (start == 0 || text.charAt(start - 1) == '\n') {
      truncate(start);
    }
  }
}
