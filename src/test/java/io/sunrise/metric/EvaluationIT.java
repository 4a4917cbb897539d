package io.sunrise.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.SparkTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.CollectionAccumulator;
import org.junit.jupiter.api.Test;

class EvaluationIT {
  @Test
  void measuresTwoClassesByAccuracyF1AndAreaUnderTheCurve() {
    Metrics metrics =
        Evaluation.of(
            scored(row(1, 1, 0.9), row(1, 1, 0.8), row(1, 0, 0.3), row(0, 1, 0.7), row(0, 0, 0.1)),
            2);

    assertThat(metrics.accuracy()).isCloseTo(3 / 5.0, within(1e-12));
    assertThat(metrics.classes())
        .containsExactly(
            new ClassScores(0, 2, 1 / 2.0, 1 / 2.0), new ClassScores(1, 3, 2 / 3.0, 2 / 3.0));
    assertThat(metrics.macroF1()).isCloseTo((1 / 2.0 + 2 / 3.0) / 2, within(1e-12));
    assertThat(metrics.weightedF1()).isCloseTo((2 / 2.0 + 3 * 2 / 3.0) / 5, within(1e-12));
    // Of the six pairs of a one and a zero, one is in the wrong order.
    assertThat(metrics.areaUnderRoc().orElseThrow()).isCloseTo(5 / 6.0, within(1e-12));
  }

  @Test
  void averagesTheClassesAlikeAndByRowsAndLeavesOutTheCurveForThreeClasses() {
    Metrics metrics =
        Evaluation.of(scored(row(0, 0, 0), row(0, 0, 0), row(1, 2, 0), row(2, 2, 0)), 3);

    assertThat(metrics.accuracy()).isCloseTo(0.75, within(1e-12));
    // As scikit-learn: a class that is never predicted has precision 0.
    assertThat(metrics.macroF1()).isCloseTo((1 + 0 + 2 / 3.0) / 3, within(1e-12));
    assertThat(metrics.weightedF1()).isCloseTo((2 * 1 + 1 * 0 + 1 * (2 / 3.0)) / 4, within(1e-12));
    assertThat(metrics.confusions())
        .containsExactly(new Confusion(0, 0, 2), new Confusion(1, 2, 1), new Confusion(2, 2, 1));
    assertThat(metrics.areaUnderRoc()).isEmpty();
    Map<String, Object> json = metrics.toJson(List.of("a", "b", "c"));
    assertThat(json)
        .containsOnlyKeys(
            "accuracy",
            "macroPrecision",
            "macroRecall",
            "macroF1",
            "weightedPrecision",
            "weightedRecall",
            "weightedF1",
            "classes",
            "confusions");
    assertThat(json.get("confusions").toString()).contains("{label=b, prediction=c, rows=1}");
  }

  @Test
  void aClassThatOnlyPredictionsNameCountsInTheMacroMean() {
    Metrics metrics = Evaluation.of(scored(row(0, 0, 0), row(0, 2, 0)), 3);

    assertThat(metrics.classes()).extracting(ClassScores::label).containsExactly(0, 2);
    assertThat(metrics.macroF1()).isCloseTo((2 / 3.0 + 0) / 2, within(1e-12));
    assertThat(metrics.weightedF1()).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void leavesOutTheCurveOfAPartWithOneClass() {
    Metrics metrics = Evaluation.of(scored(row(0, 0, 0.2), row(0, 0, 0.3)), 2);

    assertThat(metrics.accuracy()).isEqualTo(1);
    assertThat(metrics.areaUnderRoc()).isEmpty();
  }

  @Test
  void givesTheSameBitsForAnyPartitioning() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      rows.add(row(i % 2, (i / 3) % 2, ((i * 7919) % 3001) / 3001.0));
    }
    var spark = SparkTesting.session();
    Dataset<Row> one = spark.createDataFrame(rows, Evaluation.SCORED).repartition(1);
    Dataset<Row> seven = spark.createDataFrame(rows, Evaluation.SCORED).repartition(7);

    assertThat(Evaluation.of(seven, 2)).isEqualTo(Evaluation.of(one, 2));
  }

  @Test
  void leavesTheScoringInAllTasks() {
    var spark = SparkTesting.session();
    CollectionAccumulator<Integer> tasks = spark.sparkContext().collectionAccumulator();
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(row(i % 2, 0, i / 100.0));
    }
    MapFunction<Row, Row> scoring =
        row -> {
          tasks.add(TaskContext.getPartitionId());
          return row;
        };

    Evaluation.of(
        spark
            .createDataFrame(rows, Evaluation.SCORED)
            .repartition(4)
            .map(scoring, Encoders.row(Evaluation.SCORED)),
        2);

    assertThat(new TreeSet<>(tasks.value())).containsExactly(0, 1, 2, 3);
    assertThat(tasks.value()).as("each row is scored once").hasSize(100);
  }

  private static Row row(double label, double prediction, double score) {
    return RowFactory.create(label, prediction, score);
  }

  private static Dataset<Row> scored(Row... rows) {
    return SparkTesting.session().createDataFrame(List.of(rows), Evaluation.SCORED);
  }
}
