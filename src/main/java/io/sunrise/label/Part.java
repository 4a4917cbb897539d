package io.sunrise.label;

import java.util.Locale;

/** The part of the data that a labelled row belongs to. */
enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name of the part's folder, also used in counts. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
