package io.sunrise.config;

import java.util.List;

/**
 * The cleaning of texts.
 *
 * @param steps applied in this order, repeatedly until none changes the text
 * @param boilerplateMinDocuments a line in at least this many documents is removed; 0 removes none
 */
public record CleaningSettings(
    List<CleaningStep> steps, @Range(min = 0, max = 1e12) long boilerplateMinDocuments) {

  /** Each step is a class in io.sunrise.cleaning. */
  public enum CleaningStep {
    MOJIBAKE,
    UNICODE,
    MARKUP,
    URLS,
    EMAILS,
    PHONES,
    QUOTES,
    WHITE_SPACE
  }
}
