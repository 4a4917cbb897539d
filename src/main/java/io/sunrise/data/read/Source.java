package io.sunrise.data.read;

import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.config.FormatSettings;
import io.sunrise.config.SourceSettings;
import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param name what the source is called in messages and in every row
 * @param labelField the field of the label's word; empty: rows need no label
 * @param idField the field of the user's own id; empty: ids follow from the text
 * @param wholeRecords whether {@link SourceRows#RECORD} is filled
 */
public record Source(
    SourceSettings settings,
    String name,
    Optional<String> labelField,
    Optional<String> idField,
    boolean wholeRecords) {

  /** A source of texts without labels. */
  public static Source ofTexts(CollectedSource collected) {
    return new Source(
        collected.source(), collected.name(), Optional.empty(), collected.idField(), false);
  }

  /** A source of texts of which every other field is wanted too. */
  public static Source ofRecords(SourceSettings settings) {
    return new Source(settings, settings.name(), Optional.empty(), Optional.empty(), true);
  }

  /** A source whose rows carry a label word, and are rejected where they do not. */
  public static Source ofLabelled(SourceSettings settings, String labelField) {
    return new Source(settings, settings.name(), Optional.of(labelField), Optional.empty(), false);
  }

  FormatSettings format() {
    return settings.format();
  }

  /**
   * What is looked for in a record.
   *
   * @param records where the fields of whole records are noted
   */
  Fields fields(RecordFields records) {
    return new Fields(
        format().textField(),
        labelField.orElse(null),
        idField.orElse(null),
        wholeRecords ? records : null);
  }
}
