package io.sunrise.data.read;

import java.io.IOException;

/**
 * Reads the documents of WikiExtractor's output: the lines between one that begins with {@code <doc
 * } and a line {@code </doc>}. The first of them is the title. Lines outside of documents are
 * rejected.
 *
 * <p>Reads the documents that begin in the slice, and the lines outside that follow them.
 */
final class WikiRecords implements Records {
  static final String NOT_CLOSED = "a <doc> without </doc>";
  static final String OUTSIDE = "text outside of <doc>";
  private static final String OPEN = "<doc ";
  private static final String CLOSE = "</doc>";

  private final ByteInput in;
  private final Decoder decoder;
  private final BoundedBytes line;

  /** The current document with its opening line, which a rejected record shows. */
  private final BoundedBytes document;

  private final long end;
  private boolean open;

  /** Whether the lines still belong to a document of an earlier slice or follow it. */
  private boolean skipping;

  private boolean ended;
  private long position;

  /**
   * Reads the documents of a slice.
   *
   * @param in positioned one byte before the slice's beginning, or at the beginning of the file
   */
  WikiRecords(ByteInput in, FileSlice slice, Decoder decoder) throws IOException {
    this.in = in;
    this.decoder = decoder;
    this.line = new BoundedBytes(decoder.limits().recordBytes());
    this.document = new BoundedBytes(decoder.limits().recordBytes());
    this.end = slice.end();
    this.skipping = slice.start() > 0;
    if (skipping) {
      in.skipLineBegunBefore(end);
    } else {
      in.skipByteOrderMark();
    }
  }

  @Override
  public ReadRow next() throws IOException {
    long linePosition = in.position();
    while ((!skipping || linePosition < end) && !ended && in.readLine(line)) {
      ReadRow row = line(linePosition);
      if (row != null) {
        return row;
      }
      linePosition = in.position();
    }
    ended = true;
    if (open) {
      open = false;
      return decoder.reject(position, document, NOT_CLOSED);
    }
    return null;
  }

  /** The record that the line completes, or null. */
  private ReadRow line(long linePosition) {
    boolean opens = line.startsWith(OPEN);
    skipping &= !opens;
    if (skipping || (opens && linePosition >= end)) {
      ended = !skipping;
      return null;
    }
    if (opens) {
      ReadRow unfinished = open ? decoder.reject(position, document, NOT_CLOSED) : null;
      open = true;
      position = linePosition;
      document.clear();
      addLine();
      return unfinished;
    }
    if (!open) {
      return line.isBlankFrom(0) ? null : decoder.reject(linePosition, line, OUTSIDE);
    }
    if (line.startsWith(CLOSE) && line.isBlankFrom(CLOSE.length())) {
      open = false;
      return decoder.decode(
          position,
          document,
          text -> {
            String content = text.substring(text.indexOf('\n')).strip();
            return Fields.text(position, content);
          });
    }
    addLine();
    return null;
  }

  private void addLine() {
    document.addAll(line);
    document.add('\n');
  }
}
