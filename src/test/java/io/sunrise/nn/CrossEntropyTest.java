package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class CrossEntropyTest {
  /** Their softmax is 1/10, 2/10, 7/10. */
  private final float[] logits = {0f, (float) Math.log(2), (float) Math.log(7)};

  @Test
  void isTheNegativeLogarithmOfTheProbability() {
    BatchResult result = score(LossOptions.PLAIN, 1);
    // ln 5
    assertThat(result.loss()).isCloseTo(1.6094379, within(1e-6));
    assertThat(logits).containsExactly(new float[] {0.1f, -0.8f, 0.7f}, within(1e-6f));
    assertThat(result.weight()).isEqualTo(1);
    assertThat(result.correct()).isZero();
  }

  @Test
  void smoothingSpreadsAShareOfTheExpectedProbability() {
    BatchResult result = score(new LossOptions(0.3, List.of()), 1);
    // Expected are 0.1, 0.8 and 0.1: 0.1 ln 10 + 0.8 ln 5 + 0.1 ln (10 / 7)
    assertThat(result.loss()).isCloseTo(1.5534763, within(1e-6));
    assertThat(logits).containsExactly(new float[] {0f, -0.6f, 0.6f}, within(1e-6f));
  }

  @Test
  void aClassWeighsAsItIsTold() {
    BatchResult result = score(new LossOptions(0, List.of(1.0, 4.0, 0.5)), 2);
    // 0.5 ln (10 / 7)
    assertThat(result.loss()).isCloseTo(0.1783375, within(1e-6));
    assertThat(result.weight()).isEqualTo(0.5);
    assertThat(result.meanLoss()).isCloseTo(0.3566749, within(1e-6));
    assertThat(result.correct()).isEqualTo(1);
    assertThat(logits).containsExactly(new float[] {0.05f, 0.1f, -0.15f}, within(1e-6f));
  }

  private BatchResult score(LossOptions loss, int target) {
    CrossEntropy crossEntropy = new CrossEntropy(loss);
    crossEntropy.begin();
    crossEntropy.score(logits, 0, 3, target);
    return crossEntropy.result(0);
  }
}
