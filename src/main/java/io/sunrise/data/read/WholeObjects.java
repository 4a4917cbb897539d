package io.sunrise.data.read;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.StructField;

/** Parses whole JSON objects: the text, and the names and types of all fields. */
final class WholeObjects {
  private final Fields fields;
  private final String file;
  private final JsonInferSchema types = RecordFields.jsonTypes();

  WholeObjects(Fields fields, String file) {
    this.fields = fields;
    this.file = file;
  }

  ReadRow parse(long position, String line) throws UnreadableRecordException {
    try (NumberWatch json = new NumberWatch(JsonParsing.JSON.createParser(line))) {
      return parse(position, line, json);
    } catch (IOException e) {
      throw new UnreadableRecordException(JsonParsing.reason(e, line));
    }
  }

  private ReadRow parse(long position, String line, NumberWatch json)
      throws IOException, UnreadableRecordException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new UnreadableRecordException(JsonParsing.NO_OBJECT);
    }
    String text = null;
    boolean usable = true;
    // Of fields with one name the last counts, as in Spark.
    Map<String, StructField> found = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (name.equals(fields.text())) {
        text = value == JsonToken.VALUE_STRING ? json.getText() : null;
        usable = text != null || value == JsonToken.VALUE_NULL || json.isNaN();
      }
      found.put(name, json.field(name, types));
    }
    if (json.nextToken() != null) {
      throw new UnreadableRecordException(JsonParsing.BROKEN);
    }
    fields.records().add(RecordFields.Found.of(file, position, found.values()));
    if (!usable) {
      throw new UnreadableRecordException(JsonParsing.unexpected(fields.text(), "a string"), line);
    }
    return Fields.whole(position, text, line);
  }
}
