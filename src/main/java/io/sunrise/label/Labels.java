package io.sunrise.label;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * The classes.
 *
 * @param words sorted label names; a class is an index into this list
 */
record Labels(List<String> words) {
  static final int MAX_LABELS = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The labels of all texts. */
  static Labels of(LabelledTexts texts) {
    TreeSet<String> words = new TreeSet<>(words(texts.rows()));
    return of(words);
  }

  /** Refuses too few labels, and too many. */
  static Labels of(SortedSet<String> words) {
    if (words.isEmpty()) {
      throw new SunriseException(
          "no labelled row is left: all were empty or had different labels for the same text");
    }
    if (words.size() == 1) {
      throw SunriseException.of(
          "every row has the label \"%s\"; expected at least two different labels, check"
              + " label-field",
          words.first());
    }
    if (words.size() > MAX_LABELS) {
      throw SunriseException.of(
          "there are more than %,d different labels, such as \"%s\" and \"%s\"; check label-field",
          MAX_LABELS, words.first(), words.last());
    }
    return new Labels(List.copyOf(words));
  }

  /** The labels of rows, or one more than are allowed. */
  static List<String> words(Dataset<Row> rows) {
    return rows.select(SourceRows.LABEL_WORD)
        .distinct()
        .limit(MAX_LABELS + 1)
        .as(Encoders.STRING())
        .collectAsList();
  }

  /**
   * Writes {@code labels.json}.
   *
   * @param maxTokens how many tokens of a text are read
   */
  void write(StageRun run, int maxTokens) throws IOException {
    Map<String, Object> content = new TreeMap<>(Map.of("labels", words, "maxTokens", maxTokens));
    try (var out = run.fileSystem().create(new Path(run.output("labels.json")), true)) {
      out.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
      out.write('\n');
    }
  }
}
