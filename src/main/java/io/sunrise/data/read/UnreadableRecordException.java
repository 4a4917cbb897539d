package io.sunrise.data.read;

import java.io.Serializable;

/** Rejects a record; the message is the reason, the same for all records with that reason. */
final class UnreadableRecordException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Serializable record;

  UnreadableRecordException(String reason) {
    this(reason, null);
  }

  /**
   * @param record all fields, as in {@link SourceRows#RECORD}, if only the text is unusable; else
   *     null
   */
  UnreadableRecordException(String reason, Serializable record) {
    // May be thrown for millions of records, so it has no stack trace.
    super(reason, null, false, false);
    this.record = record;
  }

  Serializable record() {
    return record;
  }
}
