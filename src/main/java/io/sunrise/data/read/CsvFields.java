package io.sunrise.data.read;

import io.sunrise.data.read.CsvQuotes.State;
import java.util.ArrayList;
import java.util.List;

/** The values of one CSV record. */
final class CsvFields {
  static final String AFTER_QUOTE = "text after a closing quote";

  private CsvFields() {}

  static List<String> split(String record, CsvFormat format) throws UnreadableRecordException {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    CsvQuotes quotes = new CsvQuotes(format);
    for (int i = 0; i < record.length(); i++) {
      char c = record.charAt(i);
      State before = quotes.state();
      State after = quotes.see(c);
      if (after == State.FIELD_START) {
        values.add(value.toString());
        value.setLength(0);
      } else if (after == State.UNQUOTED && before == State.QUOTE_IN_QUOTED) {
        throw new UnreadableRecordException(AFTER_QUOTE);
      } else if (after == State.UNQUOTED
          || (after == State.QUOTED && before != State.FIELD_START)) {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}
