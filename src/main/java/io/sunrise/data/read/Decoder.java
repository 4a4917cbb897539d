package io.sunrise.data.read;

import java.util.Arrays;

/** Decodes the bytes of a record, or rejects it with a reason. */
final class Decoder {
  static final String OVER_LIMIT = "longer than max-document-bytes";
  static final String BINARY = "binary: it holds a NUL byte";
  static final String LONE_SURROGATE = "half of a surrogate pair";
  static final String NO_TEXT = "no text";

  private final ReadLimits limits;
  private final Encoding encoding;

  Decoder(ReadLimits limits, Encoding encoding) {
    this.limits = limits;
    this.encoding = encoding;
  }

  ReadLimits limits() {
    return limits;
  }

  /** Parses the text of a record. */
  interface Parser {
    ReadRow parse(String record) throws UnreadableRecordException;
  }

  /** The parsed record, or its rejection. */
  ReadRow decode(long position, BoundedBytes bytes, Parser parser) {
    try {
      ReadRow row = parser.parse(text(bytes));
      return row.values().get(RowField.ID) == null ? row : row.withBytes(beginning(bytes));
    } catch (UnreadableRecordException e) {
      return reject(position, bytes, e.getMessage()).withRecord(e.record());
    }
  }

  ReadRow reject(long position, BoundedBytes bytes, String reason) {
    byte[] beginning = beginning(bytes);
    String shown = encoding.replaced(beginning, beginning.length);
    return ReadRow.rejected(position, shown, beginning, reason);
  }

  private byte[] beginning(BoundedBytes bytes) {
    int length = (int) Math.min(bytes.stored(), limits.rejectedBytes());
    return Arrays.copyOf(bytes.array(), length);
  }

  String text(BoundedBytes bytes) throws UnreadableRecordException {
    if (bytes.isOverLimit()) {
      throw new UnreadableRecordException(OVER_LIMIT);
    }
    for (int i = 0; i < bytes.stored(); i++) {
      if (bytes.at(i) == 0) {
        throw new UnreadableRecordException(BINARY);
      }
    }
    return encoding.text(bytes.array(), bytes.stored());
  }

  static void requireStorable(String text) throws UnreadableRecordException {
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
