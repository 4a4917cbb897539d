package io.sunrise.config;

import java.util.List;

/**
 * What is taken out of a text.
 *
 * @param steps applied in this order, and again until none changes the text
 * @param boilerplateMinDocuments a line that stands in so many documents is dropped; 0 drops none
 */
public record CleaningSettings(
    List<CleaningStep> steps, @Range(min = 0, max = 1e12) long boilerplateMinDocuments) {

  /** Each is a class of its own in io.sunrise.cleaning. */
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
