package io.sunrise.data.read;

import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.config.FormatSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.config.SourceSettings;
import java.util.Optional;

/**
 * A source of rows.
 *
 * @param name the source's name in messages and in the {@code source} column
 * @param labelField the field of the label's word; empty: rows have no label
 * @param idField the field of the user's id; empty: ids are derived from the text
 * @param splitField the field of the part that a row belongs to; empty: rows have none
 * @param wholeRecords whether {@link SourceRows#RECORD} is filled
 */
public record Source(
    SourceSettings settings,
    String name,
    Optional<String> labelField,
    Optional<String> idField,
    Optional<String> splitField,
    boolean wholeRecords) {

  /** A source of texts without labels. */
  public static Source ofTexts(CollectedSource collected) {
    return new Source(
        collected.source(),
        collected.name(),
        Optional.empty(),
        collected.idField(),
        Optional.empty(),
        false);
  }

  /** A source of texts with all other fields of each record. */
  public static Source ofRecords(SourceSettings settings) {
    return new Source(
        settings, settings.name(), Optional.empty(), Optional.empty(), Optional.empty(), true);
  }

  /** A source whose rows must have a label word, or else are rejected. */
  public static Source ofLabelled(LabelledSource labelled) {
    SourceSettings settings = labelled.source();
    return new Source(
        settings,
        settings.name(),
        Optional.of(labelled.labelField()),
        Optional.empty(),
        labelled.splitField(),
        false);
  }

  FormatSettings format() {
    return settings.format();
  }

  /**
   * The fields to read from a record.
   *
   * @param records collects the fields of whole records
   */
  Fields fields(RecordFields records) {
    return new Fields(
        format().textField(),
        labelField.orElse(null),
        idField.orElse(null),
        splitField.orElse(null),
        wholeRecords ? records : null);
  }
}
