package io.sunrise.predict;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * JSON Lines: each object as it came in, to the character, with the labels as its last members.
 *
 * @param added the names of the label columns
 */
record JsonLines(List<String> added) implements LineRows.LineFormat {

  @Override
  public List<String> header() {
    return List.of();
  }

  @Override
  public String line(String record, Row labels) {
    String object = record == null ? "{" : record.substring(0, record.lastIndexOf('}')).strip();
    StringBuilder line = new StringBuilder(object);
    for (int i = 0; i < added.size(); i++) {
      // Only an object without members ends in its opening brace here.
      line.append(line.charAt(line.length() - 1) == '{' ? "" : ",");
      appendString(line, added.get(i));
      line.append(':');
      if (labels.get(i) instanceof String word) {
        appendString(line, word);
      } else if (labels.get(i) instanceof Float[] vector) {
        line.append(Arrays.toString(vector).replace(" ", ""));
      } else {
        line.append(labels.get(i));
      }
    }
    return line.append('}').toString();
  }

  private static void appendString(StringBuilder line, String text) {
    line.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, line);
    line.append('"');
  }
}
