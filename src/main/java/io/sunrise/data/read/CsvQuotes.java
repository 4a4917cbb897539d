package io.sunrise.data.read;

/** The state of an RFC 4180 parser: at the start of a field, in it, or in its quotes. */
final class CsvQuotes {
  enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    /** After a quote that either closes the field or is the first of a doubled quote. */
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

  /** Whether there was text after a closing quote. */
  boolean isBroken() {
    return broken;
  }

  boolean isOpen() {
    return state == State.QUOTED;
  }
}
