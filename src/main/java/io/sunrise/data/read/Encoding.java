package io.sunrise.data.read;

import io.sunrise.SunriseException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How the bytes of a file stand for characters.
 *
 * <p>Where a line feed is one byte that is part of no other character (UTF-8, and ASCII with one
 * byte for each further character), records are found in the file's own bytes, so that a large file
 * is read by several tasks. Any other encoding is turned into UTF-8 from the file's first byte on.
 */
final class Encoding implements Serializable {
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

  /** Whether a file may be cut at any byte, and each line read by itself. */
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
      // Java puts U+FFFD in place of what is malformed; the text may also hold a real one.
      try {
        recordCharset().newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      } catch (CharacterCodingException e) {
        throw new UnreadableRecordException("not valid " + name);
      }
    }
    return text;
  }

  /** The same with U+FFFD in place of what is malformed. */
  String replaced(byte[] bytes, int length) {
    return new String(bytes, 0, length, recordCharset());
  }

  private Charset recordCharset() {
    return keepsLines ? Charset.forName(name) : StandardCharsets.UTF_8;
  }
}
