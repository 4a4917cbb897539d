package io.sunrise.cleaning;

import java.nio.charset.Charset;

/**
 * Repairs UTF-8 that was decoded as Windows-1252 or Latin-1, once or several times. Only complete
 * encodings of a character are replaced, and only where a wrong decoding is more likely than the
 * letters as they are: {@code É”} is the encoding of a character, but also the end of a quotation.
 */
final class Mojibake {
  private static final int FIRST_LEAD = 0xC2;
  private static final int LAST_LEAD = 0xF4;

  /** How often a text may have been decoded wrongly; more is deliberate. */
  private static final int ROUNDS = 16;

  /** The bytes 80 to 9F of Windows-1252; undefined ones are decoded as C1 controls. */
  private static final String WINDOWS = windows();

  private Mojibake() {}

  /** The repaired text; the given one if it can be repaired more than {@link #ROUNDS} times. */
  static String repair(String text) {
    String repaired = text;
    for (int i = 0; i < ROUNDS; i++) {
      String next = repairOnce(repaired);
      if (next.length() == repaired.length()) {
        return repaired;
      }
      repaired = next;
    }
    return text;
  }

  private static String repairOnce(String text) {
    StringBuilder repaired = null;
    int copied = 0;
    for (int i = 0; i < text.length(); i++) {
      char lead = text.charAt(i);
      if (lead < FIRST_LEAD || lead > LAST_LEAD) {
        continue;
      }
      int codePoint = decode(text, i);
      int end = i + length(lead);
      boolean inRow = (repaired != null && copied == i) || decode(text, end) >= 0;
      if (codePoint >= 0 && (inRow || isLikely(text, i, codePoint))) {
        repaired = repaired == null ? new StringBuilder(text.length()) : repaired;
        repaired.append(text, copied, i).appendCodePoint(codePoint);
        copied = end;
        i = end - 1;
      }
    }
    return repaired == null ? text : repaired.append(text, copied, text.length()).toString();
  }

  /** Whether a single encoded character is likely enough to be one. */
  private static boolean isLikely(String text, int at, int codePoint) {
    char lead = text.charAt(at);
    char second = text.charAt(at + 1);
    boolean mark = second >= 0x2010 && second != '\u20AC' && second != '\u2122';
    if (lead <= 0xC3) {
      boolean afterCapital = at > 0 && Character.isUpperCase(text.charAt(at - 1));
      return !(mark && afterCapital);
    }
    if (lead <= 0xC5) {
      return !mark;
    }
    boolean punctuation = codePoint >= 0x2000 && codePoint < 0x2140;
    return punctuation || codePoint == 0xFEFF || codePoint >= 0x1F000;
  }

  /** The character whose UTF-8 encoding begins at an index, or -1. */
  private static int decode(String text, int at) {
    if (at >= text.length()) {
      return -1;
    }
    char lead = text.charAt(at);
    int length = length(lead);
    if (length == 0 || at + length > text.length()) {
      return -1;
    }
    int codePoint = lead & 0x7F >> length;
    for (int i = 1; i < length; i++) {
      int continuation = continuation(text.charAt(at + i));
      if (continuation < 0) {
        return -1;
      }
      codePoint = codePoint << 6 | continuation;
    }
    int smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    boolean surrogate = codePoint >= 0xD800 && codePoint < 0xE000;
    return codePoint < smallest || surrogate || codePoint > 0x10FFFF ? -1 : codePoint;
  }

  private static int length(char lead) {
    return lead < FIRST_LEAD || lead > LAST_LEAD ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }

  /** The six bits of a continuation byte, or -1. */
  private static int continuation(char c) {
    if (c >= 0x80 && c < 0xC0) {
      return c & 0x3F;
    }
    return c < 0xC0 ? -1 : WINDOWS.indexOf(c);
  }

  private static String windows() {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (0x80 + i);
    }
    // U+0000 never matches there: C1 controls are found by their own code.
    return new String(bytes, Charset.forName("windows-1252")).replace('\uFFFD', '\0');
  }
}
