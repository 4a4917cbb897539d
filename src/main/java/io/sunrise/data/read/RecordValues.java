package io.sunrise.data.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values in a {@link SourceRows#RECORD} that is a JSON object, as they are spelled there. */
public final class RecordValues {
  private RecordValues() {}

  /**
   * The values of fields in this order: a string itself, a number as it is spelled, an object or a
   * list as JSON; null for null and for a field that the record does not have.
   *
   * @param record null for one without any value
   */
  public static String[] of(String record, List<String> names) {
    Map<String, String> values = record == null ? Map.of() : values(record);
    return names.stream().map(values::get).toArray(String[]::new);
  }

  private static Map<String, String> values(String record) {
    Map<String, String> values = new HashMap<>();
    try (JsonParser json = JsonParsing.JSON.createParser(record)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        json.nextToken();
        values.put(name, value(json, record));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a record that was read before: " + record, e);
    }
    return values;
  }

  private static String value(JsonParser json, String record) throws IOException {
    JsonToken kind = json.currentToken();
    if (kind.isScalarValue()) {
      return kind == JsonToken.VALUE_NULL ? null : json.getText();
    }
    long start = json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    return record.substring((int) start, (int) json.currentLocation().getCharOffset());
  }
}
