package io.sunrise.data.read;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One record: kept, rejected, or the sign that its file cannot be read on.
 *
 * @param text the text, or the beginning of a rejected record
 * @param label the label's word, or null where none was asked for
 * @param id the user's own, or null where none was asked for
 * @param record all fields as a JSON object, or null where they were not asked for
 * @param reason null where the record is kept
 * @param failed whether {@code reason} is a message that ends the run
 */
record ReadRow(
    String text,
    String label,
    String id,
    String record,
    long position,
    String reason,
    boolean failed) {

  static ReadRow kept(long position, String text, String label) {
    return new ReadRow(text, label, null, null, position, null, false);
  }

  static ReadRow rejected(long position, String beginning, String reason) {
    return new ReadRow(beginning, null, null, null, position, reason, false);
  }

  static ReadRow failure(String message) {
    return new ReadRow("", null, null, null, 0, message, true);
  }

  ReadRow withRecord(String json) {
    return new ReadRow(text, label, id, json, position, reason, failed);
  }

  Row toRow(String source, String path) {
    return RowFactory.create(text, label, id, record, source, path, position, reason, failed);
  }
}
