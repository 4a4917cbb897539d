package io.sunrise.data.read;

/** Where a reader of RFC 4180 stands: at the start of a field, in it, or in its quotes. */
final class CsvQuotes {
  enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    /** Behind a quote that either closes the field or is the first of a doubled one. */
    QUOTE_IN_QUOTED
  }

  private final char delimiter;
  private State state = State.FIELD_START;

  CsvQuotes(char delimiter) {
    this.delimiter = delimiter;
  }

  State state() {
    return state;
  }

  State see(int character) {
    if (state == State.QUOTED) {
      state = character == '"' ? State.QUOTE_IN_QUOTED : State.QUOTED;
    } else if (character == '"' && state != State.UNQUOTED) {
      state = State.QUOTED;
    } else {
      state = character == delimiter ? State.FIELD_START : State.UNQUOTED;
    }
    return state;
  }

  boolean isOpen() {
    return state == State.QUOTED;
  }
}
