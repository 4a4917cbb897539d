package io.sunrise.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GradientsTest {
  @Test
  void cutsTheMeanGradientToTheClipNorm() {
    float[] gradient = {30f, 0f, -40f};
    double meanNorm = Gradients.norm(gradient) / 10;
    assertThat(meanNorm).isCloseTo(5, within(1e-12));
    Gradients.multiply(gradient, Gradients.scale(meanNorm, 10, 1));
    assertThat(gradient).containsExactly(new float[] {0.6f, 0f, -0.8f}, within(1e-6f));
  }

  @Test
  void leavesAShortGradientAndAnUnclippedOneAlone() {
    assertThat(Gradients.scale(0.5, 10, 1)).isEqualTo(0.1);
    assertThat(Gradients.scale(50, 10, 0)).isEqualTo(0.1);
  }

  @Test
  void addsSquaresOverManyBlocks() {
    float[] ones = new float[200_001];
    java.util.Arrays.fill(ones, 1f);
    assertThat(Gradients.norm(ones)).isEqualTo(Math.sqrt(200_001));
  }
}
