package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.FormatSettings;
import java.io.Serializable;

/**
 * The characters of a CSV file that have a meaning.
 *
 * @param delimiter {@link #NONE} if a record is one value
 * @param quote {@link #NONE} if values are never quoted
 * @param escape takes a quote or itself literally in a quoted value, and if values are never quoted
 *     a delimiter or itself; or {@link #NONE}
 */
record CsvFormat(int delimiter, int quote, int escape) implements Serializable {
  static final int NONE = -1;

  static CsvFormat of(FormatSettings settings, String source) {
    int delimiter = mark("delimiter", settings.delimiter(), source);
    int quote = settings.quote().isEmpty() ? NONE : mark("quote", settings.quote(), source);
    int escape = settings.escape().isEmpty() ? NONE : mark("escape", settings.escape(), source);
    if (delimiter == quote || delimiter == escape) {
      throw SunriseException.of(
          "%s: delimiter and %s are both \"%c\"; name two characters",
          source, delimiter == quote ? "quote" : "escape", delimiter);
    }
    // A doubled quote is a literal one anyway.
    return new CsvFormat(delimiter, quote, escape == quote ? NONE : escape);
  }

  CsvFormat withDelimiter(int other) {
    return new CsvFormat(other, quote, escape);
  }

  /** Whether the character loses its meaning after {@link #escape}. */
  boolean isEscaped(int character) {
    return character == escape || character == (quote == NONE ? delimiter : quote);
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
