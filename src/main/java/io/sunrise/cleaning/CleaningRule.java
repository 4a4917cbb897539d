package io.sunrise.cleaning;

import io.sunrise.config.CleaningSettings.CleaningStep;
import java.util.function.UnaryOperator;

/** What each step of cleaning does; a step that finds nothing to do gives back the same string. */
final class CleaningRule {
  private CleaningRule() {}

  static UnaryOperator<String> of(CleaningStep step) {
    return switch (step) {
      case MOJIBAKE -> Mojibake::repair;
      case UNICODE -> UnicodeRepair::repair;
      case MARKUP -> CleaningRule::withoutMarkup;
      case URLS -> Placeholders::urls;
      case EMAILS -> Placeholders::emails;
      case PHONES -> Placeholders::phones;
      case QUOTES -> PlainQuotes::of;
      case WHITE_SPACE -> WhiteSpace::even;
    };
  }

  private static String withoutMarkup(String text) {
    String plain = MarkupRemover.remove(text);
    return plain.equals(text) ? text : plain;
  }
}
