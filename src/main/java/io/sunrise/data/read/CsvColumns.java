package io.sunrise.data.read;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The columns of a CSV file, named by its first record.
 *
 * @param names without those of {@code nameless}
 * @param nameless the number of last columns without a name, which must be empty
 * @param format of the records after the first
 * @param failure why the file cannot be read with these columns, or null
 */
record CsvColumns(
    String file,
    List<String> names,
    int nameless,
    Fields fields,
    CsvFormat format,
    String failure) {
  static final String WRONG_NUMBER = "wrong number of columns";
  static final String NO_NAME = "a value in a column without a name";

  /** The line by which Excel is told the delimiter. */
  private static final Pattern DELIMITER_LINE =
      Pattern.compile("\"?sep=([\\x20-\\x7E\\t])\"?", Pattern.CASE_INSENSITIVE);

  /** Reads the first record; a file without one has no columns. */
  static CsvColumns read(
      CsvScanner scanner, String file, Decoder decoder, Fields fields, CsvFormat format)
      throws IOException {
    try {
      String first = next(scanner, decoder);
      Matcher line = DELIMITER_LINE.matcher(first == null ? "" : first);
      CsvFormat own = line.matches() ? format.withDelimiter(line.group(1).charAt(0)) : format;
      String header = line.matches() ? next(scanner, decoder) : first;
      return header == null
          ? new CsvColumns(file, List.of(), 0, fields, own, null)
          : of(CsvFields.split(header, own), file, fields, own);
    } catch (UnreadableRecordException e) {
      String failure = file + ": its first line names no columns: " + e.getMessage();
      return new CsvColumns(file, List.of(), 0, fields, format, failure);
    }
  }

  private static String next(CsvScanner scanner, Decoder decoder)
      throws IOException, UnreadableRecordException {
    if (!scanner.next()) {
      return null;
    }
    if (!scanner.isClosed()) {
      throw new UnreadableRecordException(CsvRecords.NOT_CLOSED);
    }
    return decoder.text(scanner.record());
  }

  private static CsvColumns of(List<String> header, String file, Fields fields, CsvFormat format) {
    int named = header.size();
    while (named > 1 && header.get(named - 1).isEmpty()) {
      named--;
    }
    List<String> names = List.copyOf(header.subList(0, named));
    // In a file with one column a delimiter is part of the text.
    CsvFormat ofRecords = header.size() == 1 ? format.withDelimiter(CsvFormat.NONE) : format;
    return new CsvColumns(
        file, names, header.size() - named, fields, ofRecords, failure(names, file, fields));
  }

  private static String failure(List<String> names, String file, Fields fields) {
    for (Fields.Field field : fields.wanted()) {
      if (!names.contains(field.name())) {
        return field.missing(file, names);
      }
    }
    Set<String> wanted =
        fields.records() == null
            ? fields.wanted().stream().map(Fields.Field::name).collect(Collectors.toSet())
            : Set.copyOf(names);
    return names.stream()
        .filter(name -> wanted.contains(name) && Collections.frequency(names, name) > 1)
        .findFirst()
        .map(
            name ->
                String.format(
                    "%s: two of its columns have the name \"%s\" (%s); rename one of them",
                    file, name, String.join(", ", names)))
        .orElse(null);
  }

  ReadRow row(long position, List<String> values) throws UnreadableRecordException {
    if (values.size() != names.size() + nameless) {
      throw new UnreadableRecordException(WRONG_NUMBER);
    }
    if (!values.subList(names.size(), values.size()).stream().allMatch(String::isEmpty)) {
      throw new UnreadableRecordException(NO_NAME);
    }
    if (fields.records() != null) {
      return new WholeRecords(fields.records(), file).row(position, fields.text(), names, values);
    }
    return fields.row(position, value(values, fields.text()), name -> value(values, name));
  }

  private String value(List<String> values, String name) {
    return values.get(names.indexOf(name));
  }
}
