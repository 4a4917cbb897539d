package io.sunrise.demo;

import io.sunrise.SunriseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The words of one class, or things of one kind with their properties, one per row.
 *
 * <p>A file begins with two lines: {@code columns s / p = plural of s} names the columns, with the
 * rule for an omitted cell, and {@code zipf 0.7} sets how fast the probability of the rows
 * decreases. Each further line has the tags of its rows, a colon, and the rows, separated by
 * commas, their cells by slashes (- for an empty one): {@code wild land: wolf/wolves, lion, tiger}.
 * Lines that begin with // are comments.
 */
final class WordTable {
  private record Column(String name, String form, int source) {}

  private record Row(Set<String> tags, String[] cells) {}

  /** The rows that have all the requested tags. */
  record Selection(int[] rows, DiscreteDistribution weights) {}

  private final String name;
  private final List<Column> columns = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private double exponent;

  private WordTable(String name) {
    this.name = name;
  }

  static WordTable read(String name, List<String> lines) {
    WordTable table = new WordTable(name);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      try {
        table.line(line);
      } catch (IllegalArgumentException e) {
        throw SunriseException.of(
            "generated text: %s.txt:%d: %s; correct the line '%s'",
            name, i + 1, e.getMessage(), line);
      }
    }
    return table;
  }

  /** The index of a column. */
  int column(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name.equals(column)) {
        return i;
      }
    }
    throw new IllegalArgumentException(name + ".txt has no column '" + column + "'");
  }

  String cell(int row, int column) {
    return rows.get(row).cells[column];
  }

  Selection select(Set<String> tags) {
    int[] chosen = new int[rows.size()];
    int count = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).tags.containsAll(tags)) {
        chosen[count++] = i;
      }
    }
    if (count == 0) {
      throw new IllegalArgumentException(name + ".txt has no row tagged " + tags);
    }
    return new Selection(Arrays.copyOf(chosen, count), DiscreteDistribution.zipf(count, exponent));
  }

  private void line(String line) {
    if (line.isEmpty() || line.startsWith("//")) {
      return;
    }
    if (line.startsWith("columns ")) {
      for (String column : cells(line.substring("columns ".length()))) {
        columns.add(header(column));
      }
    } else if (line.startsWith("zipf ")) {
      exponent = Double.parseDouble(line.substring("zipf ".length()));
    } else {
      rows(line);
    }
  }

  private Column header(String text) {
    int equals = text.indexOf(" = ");
    if (equals < 0) {
      return new Column(text, "", -1);
    }
    String[] rule = text.substring(equals + 3).split(" of ", 2);
    if (rule.length < 2) {
      throw new IllegalArgumentException("expected 'column = form of column'");
    }
    return new Column(text.substring(0, equals), rule[0], column(rule[1]));
  }

  private void rows(String line) {
    int colon = line.indexOf(':');
    String tagged = colon < 0 ? "" : line.substring(0, colon).strip();
    Set<String> tags = tagged.isEmpty() ? Set.of() : Set.of(tagged.split(" +"));
    for (String row : line.substring(colon + 1).split(",")) {
      rows.add(new Row(tags, complete(cells(row))));
    }
  }

  private String[] complete(String[] given) {
    if (given.length > columns.size()) {
      throw new IllegalArgumentException(
          given.length + " cells, expected at most " + columns.size());
    }
    String[] cells = Arrays.copyOf(given, columns.size());
    for (int i = 0; i < cells.length; i++) {
      Column column = columns.get(i);
      boolean absent = cells[i] == null || cells[i].isEmpty();
      if (absent && column.source < 0) {
        throw new IllegalArgumentException("no " + column.name + " for '" + given[0] + "'");
      }
      if (absent) {
        cells[i] = Inflection.form(column.form, cells[column.source]);
      } else if (cells[i].equals("-")) {
        cells[i] = "";
      }
    }
    return cells;
  }

  private static String[] cells(String text) {
    return Arrays.stream(text.split("/", -1)).map(String::strip).toArray(String[]::new);
  }
}
