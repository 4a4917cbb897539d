package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final int WIDTH = 40;
  private static final int CLASSES = 3;

  /** Noise, to which the number of the class adds a little in a few places. */
  private static LabelledFeatures rows(int from, int to) {
    long key = CounterRandom.key(5, "features");
    List<float[]> rows = new ArrayList<>();
    for (int row = from; row < to; row++) {
      float[] features = new float[WIDTH];
      for (int i = 0; i < WIDTH; i++) {
        float noise = (float) CounterRandom.uniform(key, (long) row * WIDTH + i) * 2 - 1;
        features[i] = noise + (i % 10 == row % CLASSES ? 0.8f : 0);
      }
      rows.add(features);
    }
    return LabelledFeatures.of(
        CLASSES,
        rows,
        IntStream.range(from, to).map(row -> row % CLASSES).toArray(),
        DoubleStream.generate(() -> 1).limit(to - from).toArray());
  }

  private static double accuracy(float[] linear, LabelledFeatures rows) {
    LinearModel model = new LinearModel(CLASSES, linear);
    long correct =
        IntStream.range(0, rows.labels().length)
            .filter(
                row -> {
                  double[] logits = model.logits(rows.rows().get(row));
                  double highest = Arrays.stream(logits).max().orElseThrow();
                  return logits[rows.labels()[row]] == highest;
                })
            .count();
    return (double) correct / rows.labels().length;
  }

  @Test
  void predictsRowsThatItHasNotSeen() {
    float[] linear = Probe.fit(rows(0, 600));
    assertThat(linear).hasSize((WIDTH + 1) * CLASSES);
    assertThat(accuracy(linear, rows(600, 1200))).isGreaterThan(0.9);
  }

  @Test
  void holdsTheWeightsSmallerWhereTheLabelsSayNothing() {
    LabelledFeatures rows = rows(0, 600);
    int[] random = IntStream.range(0, 600).map(row -> row / 7 % CLASSES).toArray();
    float[] linear =
        Probe.fit(new LabelledFeatures(CLASSES, WIDTH, rows.rows(), random, rows.weights()));
    assertThat(length(linear)).isLessThan(0.2 * length(Probe.fit(rows)));
  }

  private static double length(float[] weights) {
    double squares = 0;
    for (float weight : weights) {
      squares += weight * weight;
    }
    return Math.sqrt(squares);
  }

  @Test
  void rowsCountByTheirWeights() {
    LabelledFeatures rows = rows(0, 600);
    int[] labels = rows.labels().clone();
    double[] weights = rows.weights().clone();
    for (int row = 0; row < 600; row++) {
      if (row / CLASSES % 3 != 0) {
        labels[row] = (labels[row] + 1) % CLASSES;
        weights[row] = 0.001;
      }
    }
    LabelledFeatures alike =
        new LabelledFeatures(CLASSES, WIDTH, rows.rows(), labels, rows.weights());
    LabelledFeatures weighted = new LabelledFeatures(CLASSES, WIDTH, rows.rows(), labels, weights);

    assertThat(accuracy(Probe.fit(alike), rows(600, 1200))).isLessThan(0.3);
    assertThat(accuracy(Probe.fit(weighted), rows(600, 1200))).isGreaterThan(0.8);
  }

  @Test
  void fitsARowOfEachClass() {
    assertThat(Probe.fit(rows(0, 3))).doesNotContain(Float.NaN);
  }
}
