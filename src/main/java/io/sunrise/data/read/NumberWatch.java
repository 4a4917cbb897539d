package io.sunrise.data.read;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import java.io.IOException;
import org.apache.spark.sql.catalyst.json.JsonInferSchema;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/** A JSON parser that notices numbers which a double does not hold exactly. */
final class NumberWatch extends JsonParserDelegate {
  /** In a field's metadata: it has such a number, at any depth. */
  static final String WIDE = "wide";

  /** The decimal digits that a double holds, and those that make its value exact. */
  private static final int INTEGER_DIGITS = 15;

  private static final int FRACTION_DIGITS = 17;
  private static final Metadata WIDE_NUMBERS = new MetadataBuilder().putBoolean(WIDE, true).build();

  private boolean wide;

  NumberWatch(JsonParser json) {
    super(json);
  }

  /** The field whose value comes next; reads the value. */
  StructField field(String name, JsonInferSchema types) throws IOException {
    wide = isWide(currentToken());
    var type = types.inferField(this);
    return new StructField(name, type, true, wide ? WIDE_NUMBERS : Metadata.empty());
  }

  @Override
  public JsonToken nextToken() throws IOException {
    JsonToken token = super.nextToken();
    wide |= isWide(token);
    return token;
  }

  private boolean isWide(JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return getTextLength() > INTEGER_DIGITS;
    }
    if (token != JsonToken.VALUE_NUMBER_FLOAT) {
      return false;
    }
    long digits = digits(getText());
    boolean overflows = digits > 0 && Double.isInfinite(getDoubleValue());
    return overflows || digits > FRACTION_DIGITS;
  }

  /** The digits before an exponent. */
  private static long digits(String number) {
    return number
        .chars()
        .takeWhile(c -> c != 'e' && c != 'E')
        .filter(c -> c >= '0' && c <= '9')
        .count();
  }
}
