package io.sunrise.data.read;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Turns the bytes of a record into text, or says why they are none. */
final class Decoder implements Serializable {
  static final String OVER_LIMIT = "longer than max-document-bytes";
  static final String BINARY = "binary: it holds a NUL byte";
  static final String NOT_UTF_8 = "not valid UTF-8";
  static final String LONE_SURROGATE = "half of a surrogate pair";
  static final String NO_TEXT = "no text";
  static final String NO_LABEL = "no label";

  private final ReadLimits limits;

  Decoder(ReadLimits limits) {
    this.limits = limits;
  }

  ReadLimits limits() {
    return limits;
  }

  /** Makes a record of a text. */
  interface Parser {
    ReadRow parse(String record) throws UnreadableRecordException;
  }

  /** The record that the parser makes of the bytes, or its rejection. */
  ReadRow decode(long position, BoundedBytes bytes, Parser parser) {
    try {
      return parser.parse(text(bytes));
    } catch (UnreadableRecordException e) {
      return reject(position, bytes, e.getMessage());
    }
  }

  ReadRow reject(long position, BoundedBytes bytes, String reason) {
    int length = (int) Math.min(bytes.stored(), limits.rejectedBytes());
    String beginning = new String(bytes.array(), 0, length, StandardCharsets.UTF_8);
    return ReadRow.rejected(position, beginning, reason);
  }

  private static String text(BoundedBytes bytes) throws UnreadableRecordException {
    if (bytes.isOverLimit()) {
      throw new UnreadableRecordException(OVER_LIMIT);
    }
    for (int i = 0; i < bytes.stored(); i++) {
      if (bytes.at(i) == 0) {
        throw new UnreadableRecordException(BINARY);
      }
    }
    return utf8(bytes.array(), bytes.stored());
  }

  static String utf8(byte[] bytes, int length) throws UnreadableRecordException {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      // Java puts U+FFFD in place of what is malformed; the text may also hold a real one.
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      } catch (CharacterCodingException e) {
        throw new UnreadableRecordException(NOT_UTF_8);
      }
    }
    return text;
  }

  /**
   * A record of the text and label that a parser found.
   *
   * @param labelWanted whether a record without a label is rejected
   */
  static ReadRow row(long position, String text, String label, boolean labelWanted)
      throws UnreadableRecordException {
    if (text == null || text.isBlank()) {
      throw new UnreadableRecordException(NO_TEXT);
    }
    requireStorable(text);
    if (!labelWanted) {
      return ReadRow.kept(position, text, null);
    }
    if (label == null || label.isBlank()) {
      throw new UnreadableRecordException(NO_LABEL);
    }
    requireStorable(label);
    return ReadRow.kept(position, text, label.strip());
  }

  private static void requireStorable(String text) throws UnreadableRecordException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        throw new UnreadableRecordException(BINARY);
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          throw new UnreadableRecordException(LONE_SURROGATE);
        }
        i++;
      }
    }
  }
}
