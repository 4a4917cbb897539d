package io.sunrise.data.read;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;

/** Parses the text, label and id of one JSON object, by field name. */
final class JsonParsing {
  static final String BROKEN = "broken JSON";
  static final String NO_OBJECT = "not a JSON object on one line";

  /**
   * Length is limited by the reader, depth by Jackson's default. NaN and infinities, which are not
   * JSON, are what Python and Spark write.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private final Fields fields;
  private final String file;
  private final JsonInferSchema types;

  JsonParsing(Fields fields, String file) {
    this.fields = fields;
    this.file = file;
    this.types = fields.records() == null ? null : RecordFields.jsonTypes();
  }

  ReadRow parse(long position, String line) throws UnreadableRecordException {
    try (JsonParser json = JSON.createParser(line)) {
      List<StructField> found = new ArrayList<>();
      ReadRow row = parse(position, json, found);
      if (fields.records() == null) {
        return row;
      }
      fields.records().add(new RecordFields.Found(file, position, found));
      return row.withRecord(line);
    } catch (JsonEOFException e) {
      throw new UnreadableRecordException(NO_OBJECT);
    } catch (IOException e) {
      throw new UnreadableRecordException(closesSomething(line) ? NO_OBJECT : BROKEN);
    }
  }

  /** Whether the line ends an object or array of an earlier line. */
  private static boolean closesSomething(String line) {
    String text = line.stripLeading();
    return text.startsWith("}") || text.startsWith("]");
  }

  /**
   * @param found receives all fields of the object if whole records are requested
   */
  private ReadRow parse(long position, JsonParser json, List<StructField> found)
      throws IOException, UnreadableRecordException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new UnreadableRecordException(NO_OBJECT);
    }
    Value text = Value.MISSING;
    Value label = Value.MISSING;
    Value id = Value.MISSING;
    Value split = Value.MISSING;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals(fields.text())) {
        text = value(json);
      }
      if (name.equals(fields.label())) {
        label = value(json);
      }
      if (name.equals(fields.id())) {
        id = value(json);
      }
      if (name.equals(fields.split())) {
        split = value(json);
      }
      if (types == null) {
        json.skipChildren();
      } else {
        found.add(new StructField(name, types.inferField(json), true, Metadata.empty()));
      }
    }
    if (json.nextToken() != null) {
      throw new UnreadableRecordException(BROKEN);
    }
    require(text, JsonToken.VALUE_STRING, fields.text(), "a string");
    require(label, null, fields.label(), "a word or a number");
    require(id, null, fields.id(), "a word or a number");
    require(split, null, fields.split(), "a word or a number");
    return fields.row(position, text.text, label.text, id.text, split.text);
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
   * @param field null if it is not requested
   * @param kind null for any scalar
   */
  private static void require(Value value, JsonToken kind, String field, String expected)
      throws UnreadableRecordException {
    if (field == null) {
      return;
    }
    if (value.kind == JsonToken.NOT_AVAILABLE) {
      String nested =
          field.contains(".") ? " (fields of an object in the object are not read)" : "";
      throw new UnreadableRecordException("no field \"" + field + "\"" + nested);
    }
    boolean allowed = kind == null ? value.kind.isScalarValue() : value.kind == kind;
    if (!allowed && value.kind != JsonToken.VALUE_NULL) {
      throw new UnreadableRecordException("field \"" + field + "\" is not " + expected);
    }
  }
}
