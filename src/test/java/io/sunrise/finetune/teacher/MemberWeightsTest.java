package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemberWeightsTest {
  private static final int[] LABELS = IntStream.range(0, 400).map(row -> row % 2).toArray();
  private static final long KEY = CounterRandom.key(3, "members");

  /** Two logits a row, whose difference is for the row's class as often as it says. */
  private static double[][] logits(IntToDoubleFunction towardsTheClass) {
    return IntStream.range(0, LABELS.length)
        .mapToObj(
            row -> {
              double logit = towardsTheClass.applyAsDouble(row);
              return LABELS[row] == 1 ? new double[] {0, logit} : new double[] {logit, 0};
            })
        .toArray(double[][]::new);
  }

  private static double uniform(int row) {
    return CounterRandom.uniform(KEY, row);
  }

  private static double[] fit(int[] labels, double[][]... logits) {
    double[] ones = new double[labels.length];
    Arrays.fill(ones, 1);
    return MemberWeights.fit(List.of(logits), labels, ones);
  }

  @Test
  void oneThatIsNoBetterThanChanceCountsNothing() {
    double[][] good = logits(row -> uniform(row) < 0.8 ? 1.4 : -1.4);
    double[][] chance = logits(row -> row % 4 < 2 ? 3 : -3);

    double[] weights = fit(LABELS, good, chance);

    assertThat(weights[0]).isCloseTo(1, within(0.15));
    assertThat(weights[1]).isCloseTo(0, within(0.1));
  }

  @Test
  void oneThatIsMoreCertainThanItIsRightCountsLess() {
    double[][] right = logits(row -> uniform(row) < 0.8 ? Math.log(4) : -Math.log(4));
    double[][] tooCertain = logits(row -> 4 * (uniform(row) < 0.8 ? Math.log(4) : -Math.log(4)));

    assertThat(fit(LABELS, right)[0]).isCloseTo(1, within(0.1));
    assertThat(fit(LABELS, tooCertain)[0]).isCloseTo(0.25, within(0.03));
  }

  @Test
  void fewRowsLeaveTheWeightsNearOne() {
    int[] labels = {0, 1};
    double[][] wrong = {{-0.5, 0}, {0, -0.5}};

    assertThat(fit(labels, wrong)[0]).isBetween(0.4, 0.9);
  }

  @Test
  void membersThatAreAllWrongAreAddedAsTheyAre() {
    double[][] wrong = logits(row -> -3);

    assertThat(fit(LABELS, wrong, wrong)).containsExactly(1, 1);
  }

  @Test
  void muchTrustLeavesTheWeightsNearTheExpectedOnes() {
    int[] labels = {0, 1};
    double[] ones = {1, 1};
    List<double[][]> right = List.<double[][]>of(new double[][] {{2, 0}, {0, 2}});

    double little = MemberWeights.fit(right, labels, ones, new double[] {0.1}, 1)[0];
    double much = MemberWeights.fit(right, labels, ones, new double[] {0.1}, 100)[0];

    assertThat(little).isGreaterThan(0.5);
    assertThat(much).isCloseTo(0.1, within(0.03));
  }

  @Test
  void aRowOfWeightTwoCountsLikeTwoRows() {
    int[] labels = {0, 1, 1};
    double[][] once = {{1.5, 0}, {0, 0.5}, {0.7, 0}};
    int[] labelsTwice = {0, 0, 1, 1};
    double[][] twice = {{1.5, 0}, {1.5, 0}, {0, 0.5}, {0.7, 0}};

    double[] weighted =
        MemberWeights.fit(List.<double[][]>of(once), labels, new double[] {2, 1, 1});

    assertThat(weighted[0]).isCloseTo(fit(labelsTwice, twice)[0], within(1e-6));
    assertThat(weighted[0]).isNotCloseTo(fit(labels, once)[0], within(1e-2));
  }
}
