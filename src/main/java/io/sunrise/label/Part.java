package io.sunrise.label;

import java.util.List;
import java.util.Locale;

/**
 * The part of the data that a labelled row belongs to; a text in several parts stays in the last.
 */
enum Part {
  TRAIN,
  VALIDATION,
  TEST;

  /** The name of the part's folder, also used in counts. */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** How files name the part, in lower case. */
  List<String> spellings() {
    return switch (this) {
      case TRAIN -> List.of("train", "training");
      case VALIDATION -> List.of("validation", "val", "valid", "dev");
      case TEST -> List.of("test", "testing");
    };
  }
}
