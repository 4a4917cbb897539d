package io.sunrise.data.read;

import java.text.Normalizer;

/** Spells labels alike that look the same on any screen. */
final class LabelWords {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private LabelWords() {}

  /**
   * The label in normal form C, without invisible characters, and with one space where there is any
   * white space, none at its ends; empty if nothing of it is visible.
   */
  static String clean(String found) {
    StringBuilder clean = new StringBuilder(found.length());
    int pending = 0;
    for (int i = 0, c; i < found.length(); i += Character.charCount(c)) {
      c = found.codePointAt(i);
      if (isSpace(c)) {
        pending = ' ';
      } else if (c == NON_JOINER || c == JOINER) {
        // Between letters they are seen: in Persian, Hindi and emoji.
        pending = pending == ' ' ? ' ' : c;
      } else if (!isInvisible(c)) {
        if (pending != 0 && !clean.isEmpty()) {
          clean.appendCodePoint(pending);
        }
        pending = 0;
        clean.appendCodePoint(c);
      }
    }
    return Normalizer.normalize(clean, Normalizer.Form.NFC);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private static boolean isInvisible(int c) {
    return Character.getType(c) == Character.FORMAT || Character.isISOControl(c);
  }
}
