package io.sunrise.data.read;

import io.sunrise.data.read.CsvQuotes.State;
import java.util.ArrayList;
import java.util.List;

/** The values of one CSV record. */
final class CsvFields {
  static final String AFTER_QUOTE = "text after a closing quote";

  private final CsvFormat format;
  private final List<String> values = new ArrayList<>();
  private final StringBuilder value = new StringBuilder();

  private CsvFields(CsvFormat format) {
    this.format = format;
  }

  static List<String> split(String record, CsvFormat format) throws UnreadableRecordException {
    CsvFields fields = new CsvFields(format);
    CsvQuotes quotes = new CsvQuotes(format);
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      State before = quotes.state();
      fields.add(before, c, quotes.see(c));
    }
    fields.endEscape(quotes.state());
    fields.endValue();
    return fields.values;
  }

  private void add(State before, char c, State after) throws UnreadableRecordException {
    if (!format.isEscaped(c)) {
      endEscape(before);
    }
    switch (after) {
      case FIELD_START -> endValue();
      case UNQUOTED -> {
        if (before == State.QUOTE_IN_QUOTED) {
          throw new UnreadableRecordException(AFTER_QUOTE);
        }
        value.append(c);
      }
      case QUOTED -> {
        if (before != State.FIELD_START) {
          value.append(c);
        }
      }
      case QUOTE_IN_QUOTED, ESCAPE_IN_QUOTED, ESCAPE_IN_UNQUOTED -> {
        // What it means is known with the next character.
      }
    }
  }

  /** An escape character before a character that it does not escape is literal. */
  private void endEscape(State state) {
    if (isEscape(state)) {
      value.append((char) format.escape());
    }
  }

  private static boolean isEscape(State state) {
    return state == State.ESCAPE_IN_QUOTED || state == State.ESCAPE_IN_UNQUOTED;
  }

  private void endValue() {
    values.add(value.toString());
    value.setLength(0);
  }
}
