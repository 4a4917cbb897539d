package io.sunrise.predict;

import io.sunrise.data.read.RecordValues;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * CSV: each value as it came in, then the labels; null is an empty value.
 *
 * @param columns the names of the input's columns
 * @param added the names of the label columns
 */
record CsvLines(List<String> columns, List<String> added, Dialect dialect)
    implements LineRows.LineFormat {

  /**
   * How values are separated and quoted.
   *
   * @param quote empty: values are never quoted
   * @param escape precedes a quote and itself in quoted values, and delimiters if there are no
   *     quotes; empty: a quote is doubled
   */
  record Dialect(String delimiter, String quote, String escape) implements Serializable {
    static final Dialect RFC_4180 = new Dialect(",", "\"", "");

    private String line(Stream<String> values) {
      return values.map(this::field).collect(Collectors.joining(delimiter));
    }

    private String field(String value) {
      if (value == null) {
        return "";
      }
      if (quote.isEmpty()) {
        return escape.isEmpty() ? value : escaped(value, delimiter);
      }
      boolean special = Stream.of(delimiter, quote, "\n", "\r").anyMatch(value::contains);
      return special ? quote + escaped(value, quote) + quote : value;
    }

    private String escaped(String value, String mark) {
      return escape.isEmpty() || escape.equals(mark)
          ? value.replace(mark, mark + mark)
          : value.replace(escape, escape + escape).replace(mark, escape + mark);
    }
  }

  @Override
  public List<String> header() {
    return List.of(dialect.line(Stream.concat(columns.stream(), added.stream())));
  }

  @Override
  public String line(String record, Row labels) {
    List<String> values = new ArrayList<>(Arrays.asList(RecordValues.of(record, columns)));
    IntStream.range(0, added.size()).mapToObj(i -> text(labels.get(i))).forEach(values::add);
    return dialect.line(values.stream());
  }

  /** A vector is a JSON array. */
  private static String text(Object value) {
    return value instanceof Float[] vector
        ? Arrays.toString(vector).replace(" ", "")
        : Objects.toString(value, null);
  }
}
