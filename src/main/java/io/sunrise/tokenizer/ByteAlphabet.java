package io.sunrise.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * GPT-2's mapping of bytes to printable characters: a byte that is a printable character of Latin-1
 * is mapped to itself, the others to U+0100 and following.
 */
final class ByteAlphabet {
  private static final char[] CHARACTERS = characters();

  private static final Map<Character, Integer> BYTES =
      IntStream.range(0, 256).boxed().collect(Collectors.toMap(b -> CHARACTERS[b], b -> b));

  /** In the order of code points, which is also the order of their ids in a trained vocabulary. */
  static final List<String> SPELLINGS =
      IntStream.range(0, 256)
          .map(b -> CHARACTERS[b])
          .sorted()
          .mapToObj(Character::toString)
          .toList();

  private ByteAlphabet() {}

  /** The character of a byte from 0 to 255. */
  static char of(int b) {
    return CHARACTERS[b];
  }

  /** The UTF-8 bytes of a word, one character each. */
  static String spell(String word) {
    StringBuilder spelling = new StringBuilder();
    for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
      spelling.append(CHARACTERS[b & 255]);
    }
    return spelling.toString();
  }

  /**
   * The text of bytes that {@link #spell} wrote; a part of a character, as of anything that is no
   * UTF-8, is U+FFFD.
   */
  static String read(String spelling) {
    byte[] bytes = new byte[spelling.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) BYTES.getOrDefault(spelling.charAt(i), 0xFF).intValue();
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static char[] characters() {
    char[] characters = new char[256];
    char next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b > ' ' && b < 127) || (b > 160 && b != 173);
      characters[b] = printable ? (char) b : next++;
    }
    return characters;
  }
}
