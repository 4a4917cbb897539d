package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.RankedRows;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRows;
import io.sunrise.inference.Probabilities;
import io.sunrise.train.gradient.RowSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftLabelsIT {
  private static final int ROWS = 1000;
  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.INDEX, DataTypes.LongType, false)
          .add(Schemas.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  private static Dataset<Row> rows(int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      int[] ids = Topics.row(i, Topics.topic(i)).tokens();
      rows.add(RowFactory.create((long) i, Arrays.stream(ids).boxed().toList()));
    }
    return SparkTesting.session().createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  private static List<Row> selected(int partitions, long most) {
    Teacher teacher = Topics.teacher(60);
    try (SoftLabels labels = SoftLabels.of(rows(partitions), teacher)) {
      return labels.certain(most, 1).orderBy(Schemas.INDEX).collectAsList();
    }
  }

  private static Map<Integer, Long> byLabel(List<Row> rows) {
    Map<Integer, Long> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.getInt(2), 1L, Long::sum));
    return counts;
  }

  @Test
  void selectsTheSameRowsForAnyPartitioning() {
    List<Row> expected = selected(1, 100);
    assertThat(expected).hasSize(100);
    assertThat(selected(3, 100)).isEqualTo(expected);
    assertThat(selected(7, 100)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 100, 5000})
  void selectsTheSameRowsWithinOneTask(long most) {
    TokenRows.Builder all = new TokenRows.Builder();
    for (int i = ROWS - 1; i >= 0; i--) {
      all.add(Topics.row(i, Topics.topic(i)));
    }
    TokenRows chosen = SoftLabels.certain(all.build(), Topics.teacher(60), most, 1);

    List<Row> expected = selected(3, most);
    assertThat(chosen.size()).isEqualTo(expected.size());
    for (int i = 0; i < chosen.size(); i++) {
      assertThat(chosen.row(i).index()).isEqualTo(expected.get(i).getLong(0));
      assertThat(chosen.row(i).tokens()).isEqualTo(Schemas.ids(expected.get(i), 1));
      assertThat(chosen.row(i).label()).isEqualTo(expected.get(i).getInt(2));
      assertThat(chosen.row(i).probabilities()).isEqualTo(Schemas.floats(expected.get(i), 3));
    }
  }

  @Test
  void selectsAsManyOfEachClassFromItsMoreCertainHalf() {
    Teacher.Labeller teacher = Topics.teacher(60).open();
    List<Row> chosen = selected(3, 100);
    assertThat(byLabel(chosen)).isEqualTo(Map.of(0, 34L, 1, 33L, 2, 33L));
    for (int label = 0; label < Topics.CLASSES; label++) {
      int of = label;
      double[] certainties =
          IntStream.range(0, ROWS)
              .mapToObj(i -> teacher.probabilities(Topics.row(i, Topics.topic(i)).tokens()))
              .filter(each -> Probabilities.highest(each) == of)
              .mapToDouble(each -> each[of])
              .sorted()
              .toArray();
      int enough = Math.max(byLabel(chosen).get(label).intValue(), certainties.length / 2);
      double threshold = certainties[certainties.length - enough];
      assertThat(chosen)
          .filteredOn(row -> row.getInt(2) == of)
          .allSatisfy(
              row ->
                  assertThat((double) Schemas.floats(row, 3)[of])
                      .isGreaterThan(threshold - 1.0 / (1 << 15)));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 5000})
  void givesWhatThereIsOfARareClass(long most) {
    List<Row> chosen = selected(3, most);
    Map<Integer, Long> counts = byLabel(chosen);
    assertThat(counts.get(2)).isBetween(80L, 120L);
    assertThat(counts.get(0)).isLessThanOrEqualTo((most + 2) / 3);
    assertThat(chosen).hasSizeLessThanOrEqualTo(ROWS);
  }

  @Test
  void labelsTheSameWithinOneTaskWithANetworkToo() {
    Teacher teacher = TeacherTest.joined(TeacherTest.labelledByNetwork(0, 300));
    TokenRows.Builder all = new TokenRows.Builder();
    for (int i = 0; i < ROWS; i++) {
      all.add(Topics.row(i, Topics.topic(i)));
    }
    TokenRows within = SoftLabels.of(all.build(), teacher);

    try (SoftLabels labels = SoftLabels.of(rows(3), teacher)) {
      List<Row> onExecutors = labels.all().orderBy(Schemas.INDEX).collectAsList();
      assertThat(onExecutors).hasSize(ROWS);
      for (int i = 0; i < ROWS; i++) {
        assertThat(within.label(i)).isEqualTo(onExecutors.get(i).getInt(2));
        assertThat(within.row(i).probabilities()).isEqualTo(Schemas.floats(onExecutors.get(i), 3));
      }
    }
  }

  @Test
  void trainingReadsTheProbabilities() {
    Teacher teacher = Topics.teacher(60);
    try (SoftLabels labels = SoftLabels.of(rows(3), teacher)) {
      RankedRows read = RowSource.of("corpus", labels.certain(9, 1)).collect();
      TokenRows rows = read.copy(0, 9, place -> place);
      PackedBatch batch = new ClassBatches().batch(rows, 0, 9, 1);
      List<Row> expected = labels.certain(9, 1).orderBy(Schemas.INDEX).collectAsList();
      for (int row = 0; row < 9; row++) {
        assertThat(batch.rowIndices()[row]).isEqualTo(expected.get(row).getLong(0));
        assertThat(batch.targets()[row]).isEqualTo(expected.get(row).getInt(2));
        assertThat(Arrays.copyOfRange(batch.probabilities(), 3 * row, 3 * row + 3))
            .isEqualTo(Schemas.floats(expected.get(row), 3));
      }
    }
  }
}
