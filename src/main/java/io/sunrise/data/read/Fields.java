package io.sunrise.data.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;

/**
 * The names of the fields that tasks read from a record.
 *
 * @param others the fields besides the text, by what they hold
 * @param records collects all fields of each record; null if {@link SourceRows#RECORD} is not
 *     requested
 */
record Fields(String text, Map<RowField, String> others, RecordFields records)
    implements Serializable {

  static final Fields TEXT_ONLY = new Fields("text", Map.of(), null);

  /** A required field, and the setting that names it. */
  record Field(String name, String setting) {
    private static final int SHOWN_COLUMNS = 300;
    private static final int WORDS_OF_A_NAME = 6;

    /** The message for a file without this column. */
    String missing(String file, List<String> columns) {
      if (columns.size() == 1 && StringUtils.containsAny(columns.get(0), ";\t|")) {
        return String.format(
            "%s: no column \"%s\", its only column is \"%s\"; set delimiter to the character between"
                + " its columns",
            file, name, StringUtils.abbreviate(columns.get(0).replace("\t", "\\t"), SHOWN_COLUMNS));
      }
      return String.format(
          "%s: no column \"%s\", its columns are %s; %s",
          file, name, StringUtils.abbreviate(shown(columns), SHOWN_COLUMNS), remedy(columns));
    }

    /** In quotes where a blank would not be seen. */
    private static String shown(List<String> columns) {
      return columns.stream()
          .map(column -> column.equals(column.strip()) ? column : "\"" + column + "\"")
          .collect(Collectors.joining(", "));
    }

    private String remedy(List<String> columns) {
      if (columns.get(0).startsWith("{")) {
        return "it looks like JSON Lines, for which type is jsonl";
      }
      boolean sentence =
          columns.stream()
              .anyMatch(column -> column.strip().split("\\s+", -1).length > WORDS_OF_A_NAME);
      return "set "
          + setting
          + " to one of them"
          + (sentence ? ", or, if these are values, put a line with the names first" : "");
    }
  }

  List<Field> wanted() {
    List<Field> wanted = new ArrayList<>();
    wanted.add(new Field(text, "text-field"));
    others.forEach((field, name) -> wanted.add(new Field(name, field.setting())));
    return wanted;
  }

  /**
   * A row of a text alone.
   *
   * @param textFound may be null
   */
  static ReadRow text(long position, String textFound) throws UnreadableRecordException {
    return TEXT_ONLY.row(position, textFound, name -> null);
  }

  /**
   * A row of the values found.
   *
   * @param textFound may be null
   * @param found the value in the field of this name, or null
   */
  ReadRow row(long position, String textFound, Function<String, String> found)
      throws UnreadableRecordException {
    if (textFound == null || textFound.isBlank()) {
      throw new UnreadableRecordException(Decoder.NO_TEXT);
    }
    Decoder.requireStorable(textFound);
    Map<RowField, String> values = new EnumMap<>(RowField.class);
    for (Map.Entry<RowField, String> other : others.entrySet()) {
      RowField field = other.getKey();
      values.put(field, field.value(found.apply(other.getValue())));
    }
    return ReadRow.kept(position, textFound, values);
  }

  /**
   * A whole record; without a text it is kept with an empty one, and with an unusable text it is
   * rejected but not lost.
   */
  static ReadRow whole(long position, String textFound, Serializable record)
      throws UnreadableRecordException {
    String text = textFound == null ? "" : textFound;
    try {
      Decoder.requireStorable(text);
    } catch (UnreadableRecordException e) {
      throw new UnreadableRecordException(e.getMessage(), record);
    }
    return ReadRow.kept(position, text, Map.of()).withRecord(record);
  }
}
