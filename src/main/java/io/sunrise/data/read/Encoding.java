package io.sunrise.data.read;

import io.sunrise.SunriseException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The character encoding of a file.
 *
 * <p>If a line feed is one byte that is part of no other character (UTF-8 and single-byte supersets
 * of ASCII), records are found in the original bytes, so that several tasks can read a large file.
 * Files in any other encoding are converted to UTF-8, starting at the first byte.
 */
final class Encoding implements Serializable {
  /** Why a record in UTF-8 is rejected. */
  static final String NOT_UTF_8 = "not valid UTF-8";

  private static final String NOT_VALID = "not valid ";

  static final Encoding UTF_8 = new Encoding(StandardCharsets.UTF_8);

  private final String name;
  private final boolean keepsLines;

  private Encoding(Charset charset) {
    this.name = charset.name();
    this.keepsLines = charset.equals(StandardCharsets.UTF_8) || isExtendedAscii(charset);
  }

  static Encoding of(String name, String source) {
    try {
      return new Encoding(Charset.forName(name));
    } catch (IllegalArgumentException e) {
      throw SunriseException.of(
          "%s: encoding is \"%s\", which Java %s does not know; expected a charset such as UTF-8,"
              + " windows-1252 or UTF-16",
          source, name, System.getProperty("java.version"));
    }
  }

  private static boolean isExtendedAscii(Charset charset) {
    byte[] ascii = new byte[128];
    for (int i = 0; i < ascii.length; i++) {
      ascii[i] = (byte) i;
    }
    return charset.canEncode()
        && charset.newEncoder().maxBytesPerChar() == 1
        && new String(ascii, charset).equals(new String(ascii, StandardCharsets.US_ASCII));
  }

  /** Whether a file can be split at any byte and each line decoded by itself. */
  boolean keepsLines() {
    return keepsLines;
  }

  /** The stream in which records are found. */
  InputStream records(InputStream file) {
    return keepsLines ? file : new Utf8Stream(file, Charset.forName(name));
  }

  /** The text of a record. */
  String text(byte[] bytes, int length) throws UnreadableRecordException {
    String text = replaced(bytes, length);
    if (text.indexOf('\uFFFD') >= 0) {
      // Java replaces malformed input by U+FFFD, which a valid text may also contain.
      try {
        recordCharset().newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      } catch (CharacterCodingException e) {
        throw new UnreadableRecordException(NOT_VALID + name);
      }
    }
    return text;
  }

  /** The same, with U+FFFD in place of malformed input. */
  String replaced(byte[] bytes, int length) {
    return new String(bytes, 0, length, recordCharset());
  }

  private Charset recordCharset() {
    return keepsLines ? Charset.forName(name) : StandardCharsets.UTF_8;
  }
}
