package io.sunrise.cleaning.filter;

/** What rules want to know of a character, as bits. */
final class Kinds {
  static final int SPACE = 1;
  static final int LETTER = 2;
  static final int UPPER_CASE = 4;
  static final int DIGIT = 8;

  /** A mark that belongs to a letter. */
  static final int MARK = 16;

  /** Anything but punctuation and symbols; a word without any is no word. */
  static final int WORDLY = 32;

  private static final int NOT_WORDLY =
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
      ASCII[c] = (byte) kinds(c);
    }
  }

  private Kinds() {}

  static int of(int c) {
    return c < 128 ? ASCII[c] : kinds(c);
  }

  private static int kinds(int c) {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
      return SPACE;
    }
    int type = Character.getType(c);
    int kinds = (NOT_WORDLY >>> type & 1) != 0 ? 0 : WORDLY;
    if (Character.isLetter(c)) {
      return kinds | LETTER | (Character.isUpperCase(c) ? UPPER_CASE : 0);
    }
    if (Character.isDigit(c)) {
      return kinds | DIGIT;
    }
    boolean mark =
        type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK
            || type == Character.ENCLOSING_MARK;
    return mark ? kinds | MARK : kinds;
  }
}
