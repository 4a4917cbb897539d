package io.sunrise.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProbabilitiesTest {
  @Test
  void areTheSoftmaxOfTheirLogits() {
    float[] logits = {9, (float) Math.log(1), (float) Math.log(3), 9};

    double[] probabilities = Probabilities.of(logits, 1, 2);

    assertThat(probabilities[0]).isCloseTo(0.25, within(1e-7));
    assertThat(probabilities[1]).isCloseTo(0.75, within(1e-7));
  }

  @Test
  void stayFiniteForLogitsThatAreFarApart() {
    assertThat(Probabilities.of(new float[] {1e30f, -1e30f}, 0, 2)).containsExactly(1, 0);
  }

  @Test
  void areHighestAtTheFirstOfEquals() {
    assertThat(Probabilities.highest(new double[] {0.2, 0.4, 0.4})).isEqualTo(1);
  }
}
