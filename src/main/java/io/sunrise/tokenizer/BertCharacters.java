package io.sunrise.tokenizer;

import java.util.Arrays;

/**
 * The character classes of Hugging Face's {@code BertNormalizer} and {@code BertPreTokenizer}.
 * Their tables are those of Unicode 8: marks and punctuation added later are treated as letters
 * there, and so they are here.
 */
final class BertCharacters {
  /**
   * Marks, punctuation and format characters that are in Java 17 (Unicode 13) but not in Unicode 8;
   * ranges include code points that are letters or unassigned in both.
   */
  private static final String LATER =
      "7fd 8d3-8e2 9fd-9fe a76 afa-aff b55 c04 c77 c84 d00 d3b-d3c d81 eba 1885-1886 1abf-1ac0"
          + " 1df6-1dfb 2e43-2e52 a82c a8c5 a8ff a9bd 10d24-10f59 110cd 111cf 1123e 1133b"
          + " 11438-1145e 11660-1166c 1182f-11fff 13430-13438 16e97-16f4f 16fe2-16fe4 1e000-1e2ef"
          + " 1e944-1e95f";

  private static final int[] LATER_STARTS = bounds(0);
  private static final int[] LATER_ENDS = bounds(1);

  private static final int PUNCTUATION =
      1 << Character.CONNECTOR_PUNCTUATION
          | 1 << Character.DASH_PUNCTUATION
          | 1 << Character.START_PUNCTUATION
          | 1 << Character.END_PUNCTUATION
          | 1 << Character.INITIAL_QUOTE_PUNCTUATION
          | 1 << Character.FINAL_QUOTE_PUNCTUATION
          | 1 << Character.OTHER_PUNCTUATION;

  private static final int DROPPED =
      1 << Character.CONTROL
          | 1 << Character.FORMAT
          | 1 << Character.PRIVATE_USE
          | 1 << Character.SURROGATE;

  private BertCharacters() {}

  /**
   * White space as in Rust's {@code char::is_whitespace}, without the dropped control characters.
   */
  static boolean isWhitespace(int c) {
    if (c < 128) {
      return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }
    return Character.isSpaceChar(c);
  }

  /** Whether {@code clean_text} removes the character. */
  static boolean isDropped(int c) {
    if (c < 128) {
      return (c < ' ' || c == 127) && !isWhitespace(c);
    }
    return c == 0xFFFD || (is(c, DROPPED) && !isLater(c));
  }

  /** Whether {@code strip_accents} removes the character after decomposition. */
  static boolean isAccent(int c) {
    // U+111C9 became a mark after Unicode 8, in which it was punctuation.
    return c >= 0x300
        && Character.getType(c) == Character.NON_SPACING_MARK
        && c != 0x111C9
        && !isLater(c);
  }

  static boolean isPunctuation(int c) {
    if (c < 128) {
      return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    }
    // U+166D was punctuation until Unicode 12.
    return c == 0x166D || c == 0x111C9 || (is(c, PUNCTUATION) && !isLater(c));
  }

  /** The blocks that {@code handle_chinese_chars} surrounds with spaces, including its gap. */
  static boolean isChinese(int c) {
    return c >= 0x3400
        && (c <= 0x4DBF
            || (c >= 0x4E00 && c <= 0x9FFF)
            || (c >= 0xF900 && c <= 0xFAFF)
            || (c >= 0x20000 && c <= 0x2A6DF)
            || (c >= 0x2A700 && c <= 0x2B81F)
            || (c >= 0x2B920 && c <= 0x2CEAF)
            || (c >= 0x2F800 && c <= 0x2FA1F));
  }

  /** Whether the character's category or decomposition is newer than Unicode 8. */
  static boolean isLater(int c) {
    if (c < LATER_STARTS[0]) {
      return false;
    }
    int at = Arrays.binarySearch(LATER_STARTS, c);
    return at >= 0 || c <= LATER_ENDS[-at - 2];
  }

  private static boolean is(int c, int categories) {
    return (categories >>> Character.getType(c) & 1) != 0;
  }

  private static int[] bounds(int which) {
    return Arrays.stream(LATER.split(" "))
        .map(range -> range.split("-"))
        .mapToInt(range -> Integer.parseInt(range[Math.min(which, range.length - 1)], 16))
        .toArray();
  }
}
