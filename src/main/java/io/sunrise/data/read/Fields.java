package io.sunrise.data.read;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.commons.lang3.StringUtils;

/**
 * The names of the fields that tasks read from a record.
 *
 * @param label null if no label is requested
 * @param id null if user ids are not requested
 * @param split the field of the part that a row belongs to; null if not requested
 * @param records collects all fields of each record; null if {@link SourceRows#RECORD} is not
 *     requested
 */
record Fields(String text, String label, String id, String split, RecordFields records)
    implements Serializable {

  static final Fields TEXT_ONLY = new Fields("text", null, null, null, null);

  /** A required field, and the setting that names it. */
  record Field(String name, String setting) {
    private static final int SHOWN_COLUMNS = 300;

    /** The message for a file without this column. */
    String missing(String file, List<String> columns) {
      return String.format(
          "%s: no column \"%s\", its columns are %s; set %s to one of them",
          file, name, StringUtils.abbreviate(String.join(", ", columns), SHOWN_COLUMNS), setting);
    }
  }

  List<Field> wanted() {
    List<Field> wanted = new ArrayList<>();
    wanted.add(new Field(text, "text-field"));
    if (label != null) {
      wanted.add(new Field(label, "label-field"));
    }
    if (id != null) {
      wanted.add(new Field(id, "id-field"));
    }
    if (split != null) {
      wanted.add(new Field(split, "split-field"));
    }
    return wanted;
  }

  /** A record of the values found; those not requested may be null. */
  ReadRow row(long position, String textFound, String labelFound, String idFound, String splitFound)
      throws UnreadableRecordException {
    if (textFound == null || textFound.isBlank()) {
      throw new UnreadableRecordException(Decoder.NO_TEXT);
    }
    Decoder.requireStorable(textFound);
    String labelWord = label == null ? null : word(labelFound, Decoder.NO_LABEL, LabelWords::clean);
    String ownId = id == null ? null : word(idFound, Decoder.NO_ID, String::strip);
    String part = split == null ? null : word(splitFound, Decoder.NO_SPLIT, String::strip);
    return new ReadRow(textFound, labelWord, ownId, part, null, position, null, null, false);
  }

  private static String word(String found, String missing, UnaryOperator<String> cleaning)
      throws UnreadableRecordException {
    if (found == null) {
      throw new UnreadableRecordException(missing);
    }
    Decoder.requireStorable(found);
    String word = cleaning.apply(found);
    if (word.isEmpty()) {
      throw new UnreadableRecordException(missing);
    }
    return word;
  }
}
