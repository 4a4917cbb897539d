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

  private final CsvFormat format;
  private State state = State.FIELD_START;
  private boolean broken;

  CsvQuotes(CsvFormat format) {
    this.format = format;
  }

  State state() {
    return state;
  }

  State see(int character) {
    if (state == State.QUOTED) {
      state = character == format.quote() ? State.QUOTE_IN_QUOTED : State.QUOTED;
    } else if (character == format.quote() && state != State.UNQUOTED) {
      state = State.QUOTED;
    } else {
      // A carriage return may end the record.
      broken |=
          state == State.QUOTE_IN_QUOTED && character != format.delimiter() && character != '\r';
      state = character == format.delimiter() ? State.FIELD_START : State.UNQUOTED;
    }
    return state;
  }

  /** Whether text went on behind a closing quote. */
  boolean isBroken() {
    return broken;
  }

  boolean isOpen() {
    return state == State.QUOTED;
  }
}
