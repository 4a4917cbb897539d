package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
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

  @Test
  void oneThatIsNoBetterThanChanceCountsNothing() {
    double[][] good = logits(row -> uniform(row) < 0.8 ? 1.4 : -1.4);
    double[][] chance = logits(row -> row % 4 < 2 ? 3 : -3);

    double[] weights = MemberWeights.fit(List.of(good, chance), LABELS);

    assertThat(weights[0]).isCloseTo(1, within(0.15));
    assertThat(weights[1]).isCloseTo(0, within(0.1));
  }

  @Test
  void oneThatIsMoreCertainThanItIsRightCountsLess() {
    double[][] right = logits(row -> uniform(row) < 0.8 ? Math.log(4) : -Math.log(4));
    double[][] tooCertain = logits(row -> 4 * (uniform(row) < 0.8 ? Math.log(4) : -Math.log(4)));

    assertThat(MemberWeights.fit(List.<double[][]>of(right), LABELS)[0]).isCloseTo(1, within(0.1));
    assertThat(MemberWeights.fit(List.<double[][]>of(tooCertain), LABELS)[0])
        .isCloseTo(0.25, within(0.03));
  }

  @Test
  void fewRowsLeaveTheWeightsNearOne() {
    int[] labels = {0, 1};
    double[][] wrong = {{-0.5, 0}, {0, -0.5}};

    assertThat(MemberWeights.fit(List.<double[][]>of(wrong), labels)[0]).isBetween(0.4, 0.9);
  }

  @Test
  void membersThatAreAllWrongAreAddedAsTheyAre() {
    double[][] wrong = logits(row -> -3);

    assertThat(MemberWeights.fit(List.of(wrong, wrong), LABELS)).containsExactly(1, 1);
  }
}
