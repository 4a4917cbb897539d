package io.sunrise.data.read;

import io.sunrise.config.SourceSettings;
import java.io.Serializable;
import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param labelField the field of the label's word; empty: rows need no label
 * @param wholeRecords whether {@link SourceRows#RECORD} is filled
 */
public record Source(SourceSettings settings, Optional<String> labelField, boolean wholeRecords) {

  /** A source of texts without labels. */
  public static Source ofText(SourceSettings settings) {
    return new Source(settings, Optional.empty(), false);
  }

  /** A source of texts of which every other field is wanted too. */
  public static Source ofRecords(SourceSettings settings) {
    return new Source(settings, Optional.empty(), true);
  }

  /** A source whose rows carry a label word, and are rejected where they do not. */
  public static Source ofLabelled(SourceSettings settings, String labelField) {
    return new Source(settings, Optional.of(labelField), false);
  }

  String name() {
    return settings.name();
  }

  Fields fields() {
    return new Fields(
        settings.textField(), labelField.orElse(null), settings.delimiter(), wholeRecords);
  }

  /**
   * What tasks need of a source.
   *
   * @param label null: no label is asked for
   */
  record Fields(String text, String label, String delimiter, boolean wholeRecords)
      implements Serializable {}
}
