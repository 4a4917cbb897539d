package io.sunrise.data.read;

/** Rejects a record; the message is the reason, the same for all records with that reason. */
final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException(String reason) {
    // May be thrown for millions of records, so it has no stack trace.
    super(reason, null, false, false);
  }
}
