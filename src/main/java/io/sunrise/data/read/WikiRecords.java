package io.sunrise.data.read;

import java.io.IOException;

/**
 * The documents of WikiExtractor's output: the lines between one that begins with {@code <doc } and
 * one that is {@code </doc>}. The first of them is the title. Lines outside are rejected.
 */
final class WikiRecords implements Records {
  static final String NOT_CLOSED = "a <doc> without </doc>";
  static final String OUTSIDE = "text outside of <doc>";
  private static final String OPEN = "<doc ";
  private static final String CLOSE = "</doc>";

  private final ByteInput in;
  private final Decoder decoder;
  private final BoundedBytes line;
  private final BoundedBytes document;
  private boolean open;
  private long position;

  WikiRecords(ByteInput in, Decoder decoder) throws IOException {
    this.in = in;
    this.decoder = decoder;
    this.line = new BoundedBytes(decoder.limits().recordBytes());
    this.document = new BoundedBytes(decoder.limits().recordBytes());
    in.skipByteOrderMark();
  }

  @Override
  public ReadRow next() throws IOException {
    long linePosition = in.position();
    while (in.readLine(line)) {
      ReadRow row = line(linePosition);
      if (row != null) {
        return row;
      }
      linePosition = in.position();
    }
    if (open) {
      open = false;
      return decoder.reject(position, document, NOT_CLOSED);
    }
    return null;
  }

  /** The record that the line finishes, if it does. */
  private ReadRow line(long linePosition) {
    if (line.startsWith(OPEN)) {
      ReadRow unfinished = open ? decoder.reject(position, document, NOT_CLOSED) : null;
      open = true;
      position = linePosition;
      document.clear();
      return unfinished;
    }
    if (!open) {
      return line.isBlank() ? null : decoder.reject(linePosition, line, OUTSIDE);
    }
    if (line.startsWith(CLOSE)) {
      open = false;
      return decoder.decode(
          position, document, text -> Fields.TEXT_ONLY.row(position, text.strip(), null, null));
    }
    document.addAll(line);
    document.add('\n');
    return null;
  }
}
