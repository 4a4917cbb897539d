package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.FormatSettings;
import java.io.Serializable;

/**
 * The delimiter and the quote character of a CSV file.
 *
 * @param quote {@link #NO_QUOTE} if values are never quoted
 */
record CsvFormat(char delimiter, int quote) implements Serializable {
  static final int NO_QUOTE = -1;

  static CsvFormat of(FormatSettings settings, String source) {
    int delimiter = mark("delimiter", settings.delimiter(), source);
    int quote = settings.quote().isEmpty() ? NO_QUOTE : mark("quote", settings.quote(), source);
    if (delimiter == quote) {
      throw SunriseException.of(
          "%s: delimiter and quote are both \"%c\"; name two characters", source, delimiter);
    }
    return new CsvFormat((char) delimiter, quote);
  }

  private static char mark(String key, String mark, String source) {
    if (mark.length() != 1 || mark.charAt(0) > 126 || "\r\n\0".contains(mark)) {
      throw SunriseException.of(
          "%s: %s is \"%s\"; expected one ASCII character",
          source, key, mark.replaceAll("\\p{Cntrl}", "?"));
    }
    return mark.charAt(0);
  }
}
