package io.sunrise.cleaning;

/** Classes of characters that cleaning treats alike. */
final class Characters {
  private static final int USELESS =
      1 << Character.CONTROL
          | 1 << Character.FORMAT
          | 1 << Character.PRIVATE_USE
          | 1 << Character.SURROGATE;

  private Characters() {}

  /** Any white space, including line ends. */
  static boolean isSpace(int c) {
    if (c < 128) {
      return c == ' ' || (c >= '\t' && c <= '\r');
    }
    return c == 0x85 || Character.isSpaceChar(c);
  }

  /** The number of line ends that a white-space character stands for. */
  static int lineEnds(int c) {
    return c == 0x2029 ? 2 : c == '\n' || c == 0x85 || c == 0x2028 ? 1 : 0;
  }

  /** C1 control characters, which Windows-1252 text contains after being read as Latin-1. */
  static boolean isWindowsLeftover(int c) {
    return c >= 0x80 && c < 0xA0 && c != 0x85;
  }

  /** Control, format, private and replacement characters, unpaired surrogates, noncharacters. */
  static boolean isUseless(int c) {
    if (c < 127) {
      return c < ' ';
    }
    return c == 0xFFFD
        || (c & 0xFFFE) == 0xFFFE
        || (c >= 0xFDD0 && c <= 0xFDEF)
        || (USELESS >>> Character.getType(c) & 1) != 0;
  }
}
