package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.data.read.RecordValues;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class OutputLinesTest {
  private static final List<String> ADDED = List.of("label", "probability");
  private static final Row GOOD = RowFactory.create("very \"good\", indeed", 0.5);
  private static final Row NONE = RowFactory.create(null, null);

  @Test
  void aJsonObjectKeepsEveryCharacterAndEndsWithItsLabels() {
    JsonLines json = new JsonLines(ADDED);
    String labels = "\"label\":\"very \\\"good\\\", indeed\",\"probability\":0.5}";
    String members =
        "{ \"n\": 1e-07, \"\": null, \"m\": {}, \"big\": 123456789012345678901234567890.0,"
            + " \"t\": \"}{\"";
    assertThat(json.line(members + " } ", GOOD)).isEqualTo(members + "," + labels);
    assertThat(json.line("{\"a\":{}}", GOOD)).isEqualTo("{\"a\":{}," + labels);
    assertThat(json.line(" { } ", GOOD)).isEqualTo("{" + labels);
  }

  @Test
  void aRowWithoutALabelHasNullsInJsonAndEmptyValuesInCsv() {
    assertThat(new JsonLines(ADDED).line(null, NONE))
        .isEqualTo("{\"label\":null,\"probability\":null}");
    CsvLines csv = new CsvLines(List.of("a", "b"), ADDED, CsvLines.Dialect.RFC_4180);
    assertThat(csv.line("{\"b\":\" \"}", NONE)).isEqualTo(", ,,");
    assertThat(csv.line(null, NONE)).isEqualTo(",,,");
  }

  @Test
  void csvIsQuotedAsTheInputIs() {
    List<String> columns = List.of("a;b", "c");
    String record = "{\"c\":\"'x', \\\"y\\\"\",\"a;b\":\"two\\nlines\"}";
    CsvLines german = new CsvLines(columns, ADDED, new CsvLines.Dialect(";", "'", ""));
    assertThat(german.header()).containsExactly("'a;b';c;label;probability");
    assertThat(german.line(record, GOOD))
        .isEqualTo("'two\nlines';'''x'', \"y\"';very \"good\", indeed;0.5");
    CsvLines bare = new CsvLines(List.of("c"), ADDED, new CsvLines.Dialect("\t", "", ""));
    assertThat(bare.line(record, GOOD)).isEqualTo("'x', \"y\"\tvery \"good\", indeed\t0.5");
  }

  @Test
  void csvIsEscapedAsTheInputIs() {
    String record = "{\"a\":\"C:\\\\ said \\\"x\\\"\",\"b\":\"C:\\\\,\"}";
    List<String> columns = List.of("a", "b");
    CsvLines quoted = new CsvLines(columns, List.of(), new CsvLines.Dialect(",", "\"", "\\"));
    assertThat(quoted.line(record, RowFactory.create()))
        .isEqualTo("\"C:\\\\ said \\\"x\\\"\",\"C:\\\\,\"");
    CsvLines bare = new CsvLines(columns, List.of(), new CsvLines.Dialect(",", "", "\\"));
    assertThat(bare.line(record, RowFactory.create())).isEqualTo("C:\\\\ said \"x\",C:\\\\\\,");
  }

  @Test
  void valuesOfARecordAreSpelledAsInTheRecord() {
    String record =
        "{\"i\": 12345678901234567890123, \"f\": 1e-07, \"s\": \"a\\u0041\","
            + " \"o\" : { \"x\": [1.50 , {}] } , \"n\": null, \"b\": true, \"\": [ ]}";
    assertThat(RecordValues.of(record, List.of("f", "i", "s", "o", "n", "b", "", "none")))
        .containsExactly(
            "1e-07",
            "12345678901234567890123",
            "aA",
            "{ \"x\": [1.50 , {}] }",
            null,
            "true",
            "[ ]",
            null);
  }
}
