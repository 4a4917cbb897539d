package io.sunrise.data.read;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;

/**
 * The columns of a CSV file, named by its first record.
 *
 * @param failure why the file cannot be read with these columns, or null
 */
record CsvColumns(String file, List<String> names, Fields fields, String failure) {
  static final String WRONG_NUMBER = "wrong number of columns";

  /** Reads the first record; a file without one has no columns. */
  static CsvColumns read(
      CsvScanner scanner, String file, Decoder decoder, Fields fields, CsvFormat format)
      throws IOException {
    if (!scanner.next()) {
      return new CsvColumns(file, List.of(), fields, null);
    }
    try {
      if (!scanner.isClosed()) {
        throw new UnreadableRecordException(CsvRecords.NOT_CLOSED);
      }
      List<String> names = CsvFields.split(decoder.text(scanner.record()), format);
      return new CsvColumns(file, names, fields, failure(names, file, fields));
    } catch (UnreadableRecordException e) {
      String failure = file + ": its first line names no columns: " + e.getMessage();
      return new CsvColumns(file, List.of(), fields, failure);
    }
  }

  private static String failure(List<String> names, String file, Fields fields) {
    for (Fields.Field field : fields.wanted()) {
      if (!names.contains(field.name())) {
        return field.missing(file, names);
      }
    }
    boolean ambiguous = fields.records() != null && new HashSet<>(names).size() < names.size();
    return ambiguous
        ? String.format(
            "%s: two of its columns have one name (%s); rename one of them",
            file, String.join(", ", names))
        : null;
  }

  ReadRow row(long position, List<String> values) throws UnreadableRecordException {
    if (values.size() != names.size()) {
      throw new UnreadableRecordException(WRONG_NUMBER);
    }
    if (fields.records() != null) {
      return new WholeRecords(fields.records(), file).row(position, fields.text(), names, values);
    }
    return fields.row(
        position,
        value(values, fields.text()),
        value(values, fields.label()),
        value(values, fields.id()));
  }

  private String value(List<String> values, String name) {
    return name == null ? null : values.get(names.indexOf(name));
  }
}
