package io.sunrise.data.read;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/**
 * Records of a CSV file as RFC 4180 defines them: fields in double quotes may hold delimiters, line
 * breaks and doubled quotes. The first record names the columns.
 *
 * <p>A quote that is not closed within the limit of a record costs its own line only: the file is
 * read on from the next.
 */
final class CsvRecords implements Records {
  static final String NOT_CLOSED = "a quote that is not closed";
  static final String COLUMNS = "wrong number of columns";

  private final ByteInput in;
  private final Decoder decoder;
  private final boolean labelled;
  private final boolean wholeRecords;
  private final char delimiter;
  private final BoundedBytes record;
  private boolean closed;
  private List<String> columns = List.of();
  private int textColumn;
  private int labelColumn;
  private String failure;

  CsvRecords(ByteInput in, String file, Decoder decoder, Source.Fields fields) throws IOException {
    this.in = in;
    this.decoder = decoder;
    this.labelled = fields.label() != null;
    this.wholeRecords = fields.wholeRecords();
    this.delimiter = fields.delimiter().charAt(0);
    this.record = new BoundedBytes(decoder.limits().recordBytes());
    in.skipByteOrderMark();
    readHeader(file, fields);
  }

  private void readHeader(String file, Source.Fields fields) throws IOException {
    if (!readRecord()) {
      return;
    }
    ReadRow header =
        decoder.decode(
            0,
            record,
            text -> {
              columns = CsvFields.split(text, delimiter);
              textColumn = columns.indexOf(fields.text());
              labelColumn = labelled ? columns.indexOf(fields.label()) : 0;
              return ReadRow.kept(0, String.join(", ", columns), null);
            });
    String wanted = textColumn < 0 ? fields.text() : fields.label();
    if (header.reason() != null) {
      failure = file + ": its first line names no columns: " + header.reason();
    } else if (textColumn < 0 || labelColumn < 0) {
      failure =
          String.format(
              "%s: no column \"%s\", its columns are %s; name the right one by %s",
              file, wanted, header.text(), textColumn < 0 ? "text-field" : "label-field");
    } else if (wholeRecords && new HashSet<>(columns).size() < columns.size()) {
      failure =
          file + ": two of its columns have one name (" + header.text() + "); rename one of them";
    }
  }

  @Override
  public ReadRow next() throws IOException {
    if (failure != null) {
      ReadRow row = ReadRow.failure(failure);
      failure = null;
      columns = List.of();
      return row;
    }
    if (columns.isEmpty()) {
      return null;
    }
    long position = in.position();
    while (readRecord()) {
      if (record.length() > 0) {
        return row(position);
      }
      position = in.position();
    }
    return null;
  }

  private ReadRow row(long position) {
    if (!closed) {
      return decoder.reject(position, record, NOT_CLOSED);
    }
    return decoder.decode(
        position,
        record,
        text -> {
          List<String> values = CsvFields.split(text, delimiter);
          if (values.size() != columns.size()) {
            throw new UnreadableRecordException(COLUMNS);
          }
          ReadRow row =
              Decoder.row(position, values.get(textColumn), values.get(labelColumn), labelled);
          return wholeRecords ? row.withRecord(json(values)) : row;
        });
  }

  private String json(List<String> values) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < values.size(); i++) {
      record.put(columns.get(i), values.get(i));
    }
    return record.toString();
  }

  /** Reads up to a line feed outside of quotes. */
  private boolean readRecord() throws IOException {
    record.clear();
    closed = true;
    CsvQuotes quotes = new CsvQuotes(delimiter);
    int value = in.read();
    if (value < 0) {
      return false;
    }
    while (value >= 0 && (value != '\n' || quotes.isOpen())) {
      record.add(value);
      quotes.see(value);
      if (record.isOverLimit()) {
        break;
      }
      value = in.read();
    }
    if (quotes.isOpen()) {
      returnToSecondLine(value);
    } else if (record.isOverLimit()) {
      skipLine();
    } else if (record.last() == '\r') {
      record.removeLast();
    }
    return true;
  }

  /**
   * Leaves the first line of an unclosed record to be rejected and the others to be read again.
   *
   * @param last the byte that the record could not hold, or -1 at the end of the file
   */
  private void returnToSecondLine(int last) throws IOException {
    int line = record.indexOf('\n');
    if (line >= 0) {
      closed = false;
      in.unread(record.tail(line + 1, last));
      record.truncate(line);
    } else if (record.isOverLimit()) {
      skipLine();
    } else {
      closed = false;
    }
  }

  private void skipLine() throws IOException {
    int value = in.read();
    while (value >= 0 && value != '\n') {
      value = in.read();
    }
  }
}
