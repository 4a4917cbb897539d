package io.sunrise.data.read;

/** Why a record is rejected; the message is the same for all records of that reason. */
final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException(String reason) {
    // Thrown for records by the million: without the stack trace.
    super(reason, null, false, false);
  }
}
