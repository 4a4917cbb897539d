package io.sunrise.data.read;

import java.io.IOException;

/** One record per line that begins in the slice. Lines end with a line feed. */
final class LineRecords implements Records {
  private final ByteInput in;
  private final long end;
  private final Decoder decoder;
  private final PositionedParser parser;
  private final BlankLines blankLines;
  private final BoundedBytes line;

  /** A byte order mark shifts the first line, which still belongs to the first slice. */
  private boolean beforeFirstLine;

  /** Makes a record from a line and its position. */
  interface PositionedParser {
    ReadRow parse(long position, String line) throws UnreadableRecordException;
  }

  /** Whether a blank line is a record. */
  enum BlankLines {
    SKIPPED,
    READ
  }

  LineRecords(ByteInput in, FileSlice slice, Decoder decoder, PositionedParser parser)
      throws IOException {
    this(in, slice, decoder, parser, BlankLines.SKIPPED);
  }

  LineRecords(
      ByteInput in,
      FileSlice slice,
      Decoder decoder,
      PositionedParser parser,
      BlankLines blankLines)
      throws IOException {
    this.in = in;
    this.end = slice.end();
    this.decoder = decoder;
    this.parser = parser;
    this.blankLines = blankLines;
    this.line = new BoundedBytes(decoder.limits().recordBytes());
    if (slice.start() == 0) {
      in.skipByteOrderMark();
      beforeFirstLine = true;
    } else {
      in.skipLineBegunBefore(end);
    }
  }

  @Override
  public ReadRow next() throws IOException {
    while (beforeFirstLine || in.position() < end) {
      beforeFirstLine = false;
      long position = in.position();
      if (!in.readLine(line)) {
        return null;
      }
      if (blankLines == BlankLines.READ || !line.isBlankFrom(0)) {
        return decoder.decode(position, line, text -> parser.parse(position, text));
      }
    }
    return null;
  }
}
