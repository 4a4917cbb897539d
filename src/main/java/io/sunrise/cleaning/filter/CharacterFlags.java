package io.sunrise.cleaning.filter;

/** Properties of a character as bit flags. */
final class CharacterFlags {
  static final int SPACE = 1;
  static final int LETTER = 2;
  static final int UPPER_CASE = 4;
  static final int DIGIT = 8;

  /** A combining mark. */
  static final int MARK = 16;

  /** Anything but punctuation and symbols; a token without any is not a word. */
  static final int WORD = 32;

  private static final int PUNCTUATION_OR_SYMBOL =
      1 << Character.CONNECTOR_PUNCTUATION
          | 1 << Character.DASH_PUNCTUATION
          | 1 << Character.START_PUNCTUATION
          | 1 << Character.END_PUNCTUATION
          | 1 << Character.INITIAL_QUOTE_PUNCTUATION
          | 1 << Character.FINAL_QUOTE_PUNCTUATION
          | 1 << Character.OTHER_PUNCTUATION
          | 1 << Character.MATH_SYMBOL
          | 1 << Character.CURRENCY_SYMBOL
          | 1 << Character.MODIFIER_SYMBOL
          | 1 << Character.OTHER_SYMBOL;

  private static final byte[] ASCII = new byte[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = (byte) flags(c);
    }
  }

  private CharacterFlags() {}

  static int of(int c) {
    return c < 128 ? ASCII[c] : flags(c);
  }

  private static int flags(int c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return SPACE;
    }
    int type = Character.getType(c);
    int flags = (PUNCTUATION_OR_SYMBOL >>> type & 1) != 0 ? 0 : WORD;
    if (Character.isLetter(c)) {
      return flags | LETTER | (Character.isUpperCase(c) ? UPPER_CASE : 0);
    }
    if (Character.isDigit(c)) {
      return flags | DIGIT;
    }
    boolean mark =
        type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK
            || type == Character.ENCLOSING_MARK;
    return mark ? flags | MARK : flags;
  }
}
