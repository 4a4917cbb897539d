package io.sunrise.data.read;

import java.io.IOException;

/**
 * Records of a CSV file as RFC 4180 defines them: fields in quotes may hold delimiters, line breaks
 * and doubled quotes. The file's first record names the columns. Reads the records that begin in
 * the slice; only a file without quotes is split into several slices.
 */
final class CsvRecords implements Records {
  static final String NOT_CLOSED = "a quote that is not closed";

  private final ByteInput in;
  private final long end;
  private final Decoder decoder;
  private final CsvColumns columns;
  private final CsvScanner scanner;
  private boolean failed;

  /**
   * @param in positioned after the header record or, in a later slice, one byte before its
   *     beginning
   */
  CsvRecords(ByteInput in, FileSlice slice, Decoder decoder, CsvColumns columns)
      throws IOException {
    this.in = in;
    this.end = slice.end();
    this.decoder = decoder;
    this.columns = columns;
    this.scanner = new CsvScanner(in, columns.format(), decoder.limits().recordBytes());
    if (slice.start() > 0) {
      in.skipLineBegunBefore(end);
    }
  }

  @Override
  public ReadRow next() throws IOException {
    if (columns.failure() != null) {
      boolean first = !failed;
      failed = true;
      return first ? ReadRow.failure(columns.failure()) : null;
    }
    long position = in.position();
    while (position < end && scanner.next()) {
      if (scanner.record().length() > 0) {
        return row(position);
      }
      position = in.position();
    }
    return null;
  }

  private ReadRow row(long position) {
    if (!scanner.isClosed()) {
      return decoder.reject(position, scanner.record(), NOT_CLOSED);
    }
    return decoder.decode(
        position,
        scanner.record(),
        text -> columns.row(position, CsvFields.split(text, columns.format())));
  }
}
