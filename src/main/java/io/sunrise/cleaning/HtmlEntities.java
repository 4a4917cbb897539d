package io.sunrise.cleaning;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.text.translate.EntityArrays;

/** Decodes HTML entities. */
final class HtmlEntities {
  /** The maximum number of characters between {@code &} and {@code ;}. */
  static final int MAX_LENGTH = 10;

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Map<String, String> NAMED = named();

  private HtmlEntities() {}

  /**
   * The text of an entity.
   *
   * @param name the part between {@code &} and {@code ;}
   * @return null if there is no such entity, empty for a number that is not a character
   */
  static String text(String name) {
    return name.startsWith("#") ? numbered(name.substring(1)) : NAMED.get(name);
  }

  private static String numbered(String number) {
    boolean hexadecimal = number.startsWith("x") || number.startsWith("X");
    String digits = hexadecimal ? number.substring(1) : number;
    int radix = hexadecimal ? 16 : 10;
    if (digits.isEmpty()
        || !digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
      return null;
    }
    long c = Long.parseLong(digits, radix);
    if (c >= 0x80 && c < 0xA0) {
      return windows((int) c);
    }
    return Character.isValidCodePoint((int) c) && c <= Character.MAX_CODE_POINT
        ? Character.toString((int) c)
        : "";
  }

  /** A C1 control character read as Windows-1252, as HTML does. */
  static String windows(int c) {
    return new String(new byte[] {(byte) c}, WINDOWS);
  }

  private static Map<String, String> named() {
    Map<String, String> named = new HashMap<>();
    named.put("apos", "'");
    for (Map<CharSequence, CharSequence> part :
        List.of(
            EntityArrays.BASIC_UNESCAPE,
            EntityArrays.ISO8859_1_UNESCAPE,
            EntityArrays.HTML40_EXTENDED_UNESCAPE)) {
      part.forEach(
          (entity, text) ->
              named.put(entity.subSequence(1, entity.length() - 1).toString(), text.toString()));
    }
    return Map.copyOf(named);
  }
}
