package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.data.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.junit.jupiter.api.Test;

class BaselineIT {
  @Test
  void learnsWordsAndPairsOfWords() {
    // "not good" and "good" differ in a word, "good not" and "not good" in a pair only.
    LabelledRows rows =
        new LabelledRows(
            part(60, 0), part(30, 1), part(30, 2), List.of("negative", "positive"), 50);

    ModelScores scores = new Baseline(rows).scores().orElseThrow();

    assertThat(scores.validation().accuracy()).isEqualTo(1);
    assertThat(scores.test().accuracy()).isEqualTo(1);
    assertThat(scores.test().areaUnderRoc()).hasValue(1);
  }

  @Test
  void lowersCaseAlikeInEveryLocale() {
    LabelledRows rows =
        new LabelledRows(
            shouted(60, 0), shouted(30, 1), shouted(30, 2), List.of("bad", "good"), 50);
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertThat(new Baseline(rows).scores().orElseThrow().test().accuracy()).isEqualTo(1);
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Words of the train rows in capitals, of the others in small letters. */
  private static Dataset<Row> shouted(int count, int salt) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = List.of("dim", "fine").get(i % 2);
      rows.add(row(i, salt == 0 ? text.toUpperCase(Locale.ROOT) : text, i % 2));
    }
    return dataset(rows);
  }

  @Test
  void tellsThreeClassesApart() {
    LabelledRows rows =
        new LabelledRows(three(60), three(30), three(30), List.of("cold", "mild", "warm"), 50);

    assertThat(new Baseline(rows).scores().orElseThrow().test().accuracy()).isEqualTo(1);
  }

  @Test
  void readsTheTextsInAllTasksAndGivesTheSameBitsHoweverTheyAreSpread() {
    CollectionAccumulator<Integer> tasks =
        SparkTesting.session().sparkContext().collectionAccumulator();
    List<String> labels = List.of("negative", "positive");
    LabelledRows three =
        new LabelledRows(recorded(part(60, 0), tasks), part(30, 1), part(30, 2), labels, 50);
    LabelledRows one =
        new LabelledRows(
            part(60, 0).repartition(1),
            part(30, 1).repartition(1),
            part(30, 2).repartition(1),
            labels,
            50);

    assertThat(new Baseline(three).scores()).isEqualTo(new Baseline(one).scores());
    assertThat(new TreeSet<>(tasks.value())).containsExactly(0, 1, 2);
  }

  /** Rows that record the number of each task that reads them. */
  private static Dataset<Row> recorded(Dataset<Row> rows, CollectionAccumulator<Integer> tasks) {
    MapFunction<Row, Row> recording =
        row -> {
          tasks.add(TaskContext.getPartitionId());
          return row;
        };
    return rows.map(recording, Encoders.row(Schemas.LABELLED_ROWS));
  }

  private static Dataset<Row> part(int count, int salt) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = i % 2 == 0 ? "it is not good , it is bad" : "it is good , it is not bad";
      rows.add(row(i, "Item " + (i * 3 + salt) % 7 + " " + text, i % 2));
    }
    return dataset(rows);
  }

  private static Dataset<Row> three(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(i, List.of("snow", "rain", "sun").get(i % 3) + " today", i % 3));
    }
    return dataset(rows);
  }

  private static Row row(long index, String text, int label) {
    return RowFactory.create(
        index, String.format(Locale.ROOT, "%032x", index), text, label, 1f, new int[] {2, 3});
  }

  private static Dataset<Row> dataset(List<Row> rows) {
    return SparkTesting.session().createDataFrame(rows, Schemas.LABELLED_ROWS).repartition(3);
  }

  @Test
  void textsWithoutAWordHaveNoBaseline() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(row(i, i % 2 == 0 ? "\uD83D\uDE00 \u2764\uFE0F" : "\uD83D\uDE21 ...", i % 2));
    }
    LabelledRows emoji =
        new LabelledRows(dataset(rows), dataset(rows), dataset(rows), List.of("bad", "good"), 50);

    assertThat(new Baseline(emoji).scores()).isEmpty();
  }
}
