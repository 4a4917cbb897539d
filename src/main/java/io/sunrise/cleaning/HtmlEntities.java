package io.sunrise.cleaning;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.text.translate.EntityArrays;

/** The characters that HTML entities stand for. */
final class HtmlEntities {
  /** The most characters between {@code &} and {@code ;}. */
  static final int LONGEST = 10;

  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final Map<String, String> NAMED = named();

  private static final Pattern ENTITY =
      Pattern.compile("&(#?[0-9A-Za-z]{1," + (LONGEST - 1) + "});");

  private HtmlEntities() {}

  /**
   * The text of an entity.
   *
   * @param name what stands between {@code &} and {@code ;}
   * @return null for what is no entity, empty for a number that is no character
   */
  static String text(String name) {
    return name.startsWith("#") ? numbered(name.substring(1)) : NAMED.get(name);
  }

  /** A text with its entities decoded, once. */
  static String decode(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(
            entity -> {
              String decoded = text(entity.group(1));
              return Matcher.quoteReplacement(decoded == null ? entity.group() : decoded);
            });
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

  /** What a C1 control character means in a page made on Windows, as HTML reads it too. */
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
