package io.sunrise.data.read;

import java.io.IOException;

/**
 * Finds the bytes of consecutive CSV records: each ends at a line feed outside of quotes.
 *
 * <p>A quote that is not closed within the limit of a record, or that is followed by text after it
 * is closed, invalidates only its own line: the lines after it, up to where the search ended, are
 * read again, each as a record of its own. So no byte is read more than twice.
 */
final class CsvScanner {
  private final ByteInput in;
  private final CsvFormat format;
  private final BoundedBytes record;
  private boolean closed;
  private long searchedUpTo;

  CsvScanner(ByteInput in, CsvFormat format, long limit) {
    this.in = in;
    this.format = format;
    this.record = new BoundedBytes(limit);
  }

  BoundedBytes record() {
    return record;
  }

  /** Whether the record's quotes are closed. */
  boolean isClosed() {
    return closed;
  }

  /**
   * Reads the next record.
   *
   * @return false at the end of the input
   */
  boolean next() throws IOException {
    record.clear();
    closed = true;
    boolean lineOnly = in.position() < searchedUpTo;
    CsvQuotes quotes = new CsvQuotes(format);
    int value = in.read();
    if (value < 0) {
      return false;
    }
    while (value >= 0 && (value != '\n' || (quotes.isOpen() && !lineOnly))) {
      record.add(value);
      quotes.see(value);
      if (record.isOverLimit()) {
        break;
      }
      value = in.read();
    }
    end(quotes, value);
    return true;
  }

  /**
   * @param last the byte that ended the record or that exceeded its limit, -1 at the end of the
   *     file
   */
  private void end(CsvQuotes quotes, int last) throws IOException {
    int line = quotes.isOpen() || quotes.isBroken() ? record.indexOf('\n') : -1;
    if (line >= 0) {
      closed = false;
      searchedUpTo = in.position();
      in.unread(record.tail(line + 1, last));
      record.truncate(line);
    } else if (record.isOverLimit()) {
      if (last != '\n') {
        in.skipLine();
      }
    } else {
      closed = !quotes.isOpen();
      if (record.last() == '\r') {
        record.removeLast();
      }
    }
  }
}
