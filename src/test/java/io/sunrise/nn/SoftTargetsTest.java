package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoftTargetsTest {
  private static final float[] LOGITS = {9f, 0.5f, -1f, 2f};

  private static BatchResult soft(LossOptions loss, float[] logits, float... probabilities) {
    CrossEntropy entropy = new CrossEntropy(loss);
    entropy.begin();
    entropy.scoreSoft(logits, 1, 3, probabilities, 2);
    return entropy.result(1);
  }

  @Test
  void gradientIsTheDifferenceOfTheDistributions() {
    float[] logits = LOGITS.clone();
    BatchResult result = soft(LossOptions.PLAIN, logits, 0f, 0.25f, 0.125f, 0.625f);
    double sum = Math.exp(0.5) + Math.exp(-1) + Math.exp(2);
    double loss = Math.log(sum) - 0.25 * 0.5 + 0.125 - 0.625 * 2;
    assertThat(result.loss()).isCloseTo(loss, within(1e-6));
    assertThat(result.correct()).isEqualTo(1);
    assertThat(logits[0]).isEqualTo(9f);
    assertThat(logits[1]).isCloseTo((float) (Math.exp(0.5) / sum) - 0.25f, within(1e-6f));
    assertThat(logits[2]).isCloseTo((float) (Math.exp(-1) / sum) - 0.125f, within(1e-6f));
    assertThat(logits[3]).isCloseTo((float) (Math.exp(2) / sum) - 0.625f, within(1e-6f));
  }

  @Test
  void aCertainDistributionIsItsClass() {
    LossOptions loss = new LossOptions(0.1, List.of(1.0, 2.0, 0.5));
    float[] logits = LOGITS.clone();
    BatchResult result = soft(loss, logits, 0f, 0f, 0f, 1f);
    float[] expected = LOGITS.clone();
    CrossEntropy entropy = new CrossEntropy(loss);
    entropy.begin();
    entropy.score(expected, 1, 3, 2);
    assertThat(logits).containsExactly(expected, within(1e-6f));
    assertThat(result.loss()).isCloseTo(entropy.result(1).loss(), within(1e-6));
    assertThat(result.weight()).isEqualTo(0.5);
  }
}
