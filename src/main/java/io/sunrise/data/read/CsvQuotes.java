package io.sunrise.data.read;

/**
 * The state of an RFC 4180 parser: at the start of a field, in it, or in its quotes; extended by an
 * escape character.
 */
final class CsvQuotes {
  enum State {
    FIELD_START,
    UNQUOTED,
    QUOTED,
    /** After a quote that either closes the field or is the first of a doubled quote. */
    QUOTE_IN_QUOTED,
    /** After an escape character, which is literal unless the next one is escaped by it. */
    ESCAPE_IN_QUOTED,
    ESCAPE_IN_UNQUOTED
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
    state =
        switch (state) {
          case QUOTED -> inQuoted(character);
          case ESCAPE_IN_QUOTED -> format.isEscaped(character) ? State.QUOTED : inQuoted(character);
          case ESCAPE_IN_UNQUOTED ->
              format.isEscaped(character) ? State.UNQUOTED : inUnquoted(character);
          case UNQUOTED -> inUnquoted(character);
          case FIELD_START -> character == format.quote() ? State.QUOTED : inUnquoted(character);
          case QUOTE_IN_QUOTED -> afterQuote(character);
        };
    return state;
  }

  private State inQuoted(int character) {
    if (character == format.escape()) {
      return State.ESCAPE_IN_QUOTED;
    }
    return character == format.quote() ? State.QUOTE_IN_QUOTED : State.QUOTED;
  }

  private State inUnquoted(int character) {
    if (character == format.escape() && format.quote() == CsvFormat.NONE) {
      return State.ESCAPE_IN_UNQUOTED;
    }
    return character == format.delimiter() ? State.FIELD_START : State.UNQUOTED;
  }

  private State afterQuote(int character) {
    if (character == format.quote()) {
      return State.QUOTED;
    }
    // A carriage return may end the record.
    broken |= character != format.delimiter() && character != '\r';
    return character == format.delimiter() ? State.FIELD_START : State.UNQUOTED;
  }

  /** Whether there was text after a closing quote. */
  boolean isBroken() {
    return broken;
  }

  boolean isOpen() {
    return state == State.QUOTED || state == State.ESCAPE_IN_QUOTED;
  }
}
