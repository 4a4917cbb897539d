package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import io.sunrise.inference.Probabilities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class LogisticRegressionTest {
  private static final int[] BOTH = {0, 1};

  private static List<SparseRow> rows(int count) {
    long key = CounterRandom.key(3, "features");
    List<SparseRow> rows = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      float x = (float) CounterRandom.uniform(key, 2L * row) * 2 - 1;
      float y = (float) CounterRandom.uniform(key, 2L * row + 1) * 2 - 1;
      rows.add(new SparseRow(BOTH, new float[] {x, y}));
    }
    return rows;
  }

  /** The classes of points by angle, unbalanced: a quarter, a quarter and a half of the plane. */
  private static int[] labels(List<SparseRow> rows) {
    return rows.stream().mapToInt(LogisticRegressionTest::label).toArray();
  }

  private static int label(SparseRow row) {
    float[] point = row.values();
    return point[0] < 0 ? 2 : point[1] < 0 ? 1 : 0;
  }

  private static LabelledFeatures alike(
      List<SparseRow> rows, int[] labels, int classes, int width) {
    double[] ones = DoubleStream.generate(() -> 1).limit(labels.length).toArray();
    return new LabelledFeatures(classes, width, rows, labels, ones);
  }

  @Test
  void findsTheOneFeatureMinimum() {
    // Four rows of value 1, three of class 1; without a penalty p = 3/4.
    List<SparseRow> rows = Collections.nCopies(4, new SparseRow(new int[] {0}, new float[] {1}));
    LinearModel model = LogisticRegression.fit(alike(rows, new int[] {0, 1, 1, 1}, 2, 1), 1e9);
    double[] logits = model.logits(rows.get(0));
    assertThat(logits[1] - logits[0]).isCloseTo(Math.log(3), within(1e-3));
  }

  @Test
  void aRowCountsLikeAsManyAsItWeighs() {
    List<SparseRow> rows = Collections.nCopies(2, new SparseRow(new int[] {0}, new float[] {1}));
    LabelledFeatures weighted =
        new LabelledFeatures(2, 1, rows, new int[] {0, 1}, new double[] {0.5, 1.5});
    double[] logits = LogisticRegression.fit(weighted, 1e9).logits(rows.get(0));
    assertThat(logits[1] - logits[0]).isCloseTo(Math.log(3), within(1e-3));
  }

  /** The search stops at a thousandth of the first gradient; the penalty's pull is far larger. */
  @Test
  void atTheMinimumThePenaltyBalancesTheErrors() {
    List<SparseRow> rows = rows(200);
    int[] labels = labels(rows);
    double dataWeight = 10;
    LinearModel model = LogisticRegression.fit(alike(rows, labels, 3, 2), dataWeight);
    double[][] balance = new double[3][3];
    for (int row = 0; row < rows.size(); row++) {
      double[] errors = model.logits(rows.get(row));
      Distributions.softmax(errors);
      for (int c = 0; c < 3; c++) {
        double error = errors[c] - (labels[row] == c ? 1 : 0);
        balance[0][c] += error * rows.get(row).values()[0];
        balance[1][c] += error * rows.get(row).values()[1];
        balance[2][c] += error;
      }
    }
    double largestPull = 0;
    for (int c = 0; c < 3; c++) {
      for (int feature = 0; feature < 2; feature++) {
        double pull = model.parameters()[3 * feature + c] / dataWeight;
        assertThat(balance[feature][c] + pull).isCloseTo(0, within(0.1));
        largestPull = Math.max(largestPull, Math.abs(pull));
      }
      assertThat(balance[2][c]).isCloseTo(0, within(0.1));
    }
    assertThat(largestPull).isGreaterThan(0.3);
  }

  @Test
  void separatesThreeClasses() {
    List<SparseRow> rows = rows(400);
    int[] labels = labels(rows);
    LinearModel model = LogisticRegression.fit(alike(rows, labels, 3, 2), 1000);
    int correct = 0;
    for (int row = 0; row < rows.size(); row++) {
      int found = Probabilities.highest(model.logits(rows.get(row)));
      correct += labels[row] == found ? 1 : 0;
    }
    assertThat(correct).isGreaterThan(380);
  }
}
