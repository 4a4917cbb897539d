package io.sunrise.data.read;

import io.sunrise.UserInfo;
import java.io.Serializable;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * One record: kept, rejected, or the failure that ended reading its file.
 *
 * @param text the text, or the beginning of a rejected record
 * @param values what was requested besides the text
 * @param record all fields, as in {@link SourceRows#RECORD}; null if not requested
 * @param bytes the beginning of a record that is rejected, or may yet be because of its id; else
 *     null
 * @param reason why the record is rejected; null if it is kept
 * @param failed whether {@code reason} is a message that ends the run
 */
record ReadRow(
    String text,
    Map<RowField, String> values,
    Serializable record,
    long position,
    byte[] bytes,
    String reason,
    boolean failed) {

  static ReadRow kept(long position, String text, Map<RowField, String> values) {
    return new ReadRow(text, values, null, position, null, null, false);
  }

  static ReadRow rejected(long position, String beginning, byte[] bytes, String reason) {
    return new ReadRow(beginning, Map.of(), null, position, bytes, reason, false);
  }

  static ReadRow failure(String message) {
    return new ReadRow("", Map.of(), null, 0, null, message, true);
  }

  ReadRow withRecord(Serializable fields) {
    return new ReadRow(text, values, fields, position, bytes, reason, failed);
  }

  ReadRow withBytes(byte[] beginning) {
    return new ReadRow(text, values, record, position, beginning, reason, failed);
  }

  Row toRow(String source, String path) {
    return RowFactory.create(
        text,
        values.get(RowField.LABEL),
        values.get(RowField.ID),
        values.get(RowField.SPLIT),
        values.get(RowField.WEIGHT),
        record,
        source,
        UserInfo.hide(path),
        position,
        bytes,
        reason,
        failed);
  }
}
