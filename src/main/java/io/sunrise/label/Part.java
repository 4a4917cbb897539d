package io.sunrise.label;

import java.util.Locale;

/** What a labelled row is for. */
enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  /** The part's folder and its name in counts. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}
