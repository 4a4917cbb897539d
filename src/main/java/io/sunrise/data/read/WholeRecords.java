package io.sunrise.data.read;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/**
 * Whole records of a file whose fields are all strings, as the JSON objects that {@link
 * SourceRows#RECORD} holds.
 *
 * @param fields collects the fields of each record
 */
record WholeRecords(RecordFields fields, String file) {

  /** A line as a record of one field. */
  ReadRow line(long position, String line) throws UnreadableRecordException {
    String text = SourceRows.LINE;
    return row(position, text, List.of(text), List.of(line));
  }

  /**
   * A record of several fields.
   *
   * @param text the name of the text's field
   */
  ReadRow row(long position, String text, List<String> names, List<String> values)
      throws UnreadableRecordException {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      record.put(names.get(i), values.get(i));
    }
    fields.add(new RecordFields.Found(file, position, strings(names)));
    return Fields.whole(position, values.get(names.indexOf(text)), record.toString());
  }

  private static List<StructField> strings(List<String> names) {
    return names.stream()
        .map(name -> new StructField(name, DataTypes.StringType, true, Metadata.empty()))
        .toList();
  }
}
