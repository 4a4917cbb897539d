package io.sunrise.data.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Parses the text, label and id of one JSON object, by field name. */
final class JsonParsing {
  static final String BROKEN = "broken JSON";
  static final String NO_OBJECT = "not a JSON object on one line";
  static final String NO_FIELD = "no field ";

  /**
   * Length is limited by the reader, depth by Jackson's default. NaN and infinities, which are not
   * JSON, are what Python and Spark write.
   */
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final Fields fields;

  JsonParsing(Fields fields) {
    this.fields = fields;
  }

  ReadRow parse(long position, String line) throws UnreadableRecordException {
    try (JsonParser json = JSON.createParser(line)) {
      return parse(position, json);
    } catch (IOException e) {
      throw new UnreadableRecordException(reason(e, line));
    }
  }

  /** Why a line is no object. */
  static String reason(IOException failure, String line) {
    return failure instanceof JsonEOFException || closesSomething(line) ? NO_OBJECT : BROKEN;
  }

  /** Whether the line ends an object or array of an earlier line. */
  private static boolean closesSomething(String line) {
    String text = line.stripLeading();
    return text.startsWith("}") || text.startsWith("]");
  }

  private ReadRow parse(long position, JsonParser json)
      throws IOException, UnreadableRecordException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new UnreadableRecordException(NO_OBJECT);
    }
    Value text = Value.MISSING;
    Map<String, Value> others = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(fields.text())) {
        text = value(json);
      }
      if (fields.others().containsValue(name)) {
        others.put(name, value(json));
      }
      json.skipChildren();
    }
    if (json.nextToken() != null) {
      throw new UnreadableRecordException(BROKEN);
    }
    require(text, JsonToken.VALUE_STRING, fields.text(), "a string");
    for (String name : fields.others().values()) {
      require(others.getOrDefault(name, Value.MISSING), null, name, "a word or a number");
    }
    return fields.row(position, text.text, name -> others.get(name).text);
  }

  /** The value of a field: its kind and, for a scalar, its text. */
  private record Value(JsonToken kind, String text) {
    static final Value MISSING = new Value(JsonToken.NOT_AVAILABLE, null);
  }

  private static Value value(JsonParser json) throws IOException {
    JsonToken kind = json.currentToken();
    if (kind == JsonToken.VALUE_NULL || (kind == JsonToken.VALUE_NUMBER_FLOAT && json.isNaN())) {
      return new Value(JsonToken.VALUE_NULL, null);
    }
    return new Value(kind, kind.isScalarValue() ? json.getText() : null);
  }

  /**
   * @param kind null for any scalar
   */
  private static void require(Value value, JsonToken kind, String field, String expected)
      throws UnreadableRecordException {
    if (value.kind == JsonToken.NOT_AVAILABLE) {
      String nested =
          field.contains(".") ? " (fields of an object in the object are not read)" : "";
      throw new UnreadableRecordException(NO_FIELD + "\"" + field + "\"" + nested);
    }
    boolean allowed = kind == null ? value.kind.isScalarValue() : value.kind == kind;
    if (!allowed && value.kind != JsonToken.VALUE_NULL) {
      throw new UnreadableRecordException(unexpected(field, expected));
    }
  }

  static String unexpected(String field, String expected) {
    return "field \"" + field + "\" is not " + expected;
  }
}
