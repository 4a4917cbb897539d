package io.sunrise.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.DecontaminationSettings;
import io.sunrise.config.Settings;
import io.sunrise.data.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecontaminationIT {
  private static final SparkSession SPARK = SparkTesting.session();
  private static final String LONG =
      "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen";
  private static final String SHORTER = "alpha beta gamma delta epsilon zeta eta theta iota";
  private static final String PHRASE = "not bad at all";

  @TempDir private Path folder;

  /** Read from a configuration, as users specify the labelled test part. */
  private DecontaminationSettings settings() {
    try {
      Path file =
          Files.writeString(
              folder.resolve("run.conf"),
              "sunrise.label.test-sources = [{type = csv, path = \"first.csv\"},"
                  + " {type = jsonl, path = \"second.jsonl\"}]");
      String sources = "preprocess.decontamination.sources=${sunrise.label.test-sources}";
      return Settings.load(file, List.of(sources)).preprocess().decontamination();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dataset<Row> dataset(String first, String second, String... rows) {
    List<Row> pairs = new ArrayList<>();
    for (int i = 0; i < rows.length; i += 2) {
      pairs.add(RowFactory.create(rows[i], rows[i + 1]));
    }
    return SPARK.createDataFrame(
        pairs, new StructType().add(first, DataTypes.StringType).add(second, DataTypes.StringType));
  }

  private static Dataset<Row> tests() {
    return dataset(
        Schemas.SOURCE,
        Schemas.TEXT,
        "csv:first.csv",
        LONG,
        "csv:first.csv",
        PHRASE,
        "csv:first.csv",
        "",
        "jsonl:second.jsonl",
        "<b>" + SHORTER + "</b>",
        "jsonl:second.jsonl",
        LONG + " sixteen seventeen");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1 << 20})
  void textsThatShareNgramsAreDroppedWithTheSourceAsReason(int maxBroadcastKeys) {
    Dataset<Row> texts =
        dataset(
            Schemas.ID,
            Schemas.TEXT,
            "a",
            "Well: One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen!",
            "b",
            LONG.substring(4).replace(" fourteen fifteen", ""),
            "c",
            "five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen",
            "d",
            "It says " + SHORTER + ", in Greek.",
            "e",
            SHORTER.replace(" iota", ""),
            "f",
            "The film was not bad at all.",
            "g",
            "Not bad at all!",
            "h",
            "",
            "i",
            "...");
    Map<String, String> reasons = new TreeMap<>();
    Dataset<Row> dropped =
        new Decontamination(settings(), TextCleaner.STANDARD, maxBroadcastKeys)
            .find(texts, tests());
    for (Row row : dropped.collectAsList()) {
      reasons.put(row.getAs(Schemas.ID), row.getAs(Schemas.REASON));
    }
    assertThat(dropped.count()).isEqualTo(4);
    dropped.unpersist();
    assertThat(reasons)
        .containsOnly(
            Map.entry("a", "shares text with csv:first.csv"),
            Map.entry("c", "shares text with jsonl:second.jsonl"),
            Map.entry("d", "shares text with jsonl:second.jsonl"),
            Map.entry("g", "shares text with csv:first.csv"));
  }

  @Test
  void theFilesAreInputsOfTheStage() {
    assertThat(Decontamination.paths(settings())).containsExactly("first.csv", "second.jsonl");
  }
}
