package io.sunrise.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.config.AdamWSettings;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.ParameterLayout.Role;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AdamWTest {
  private static final int CUT = 69_999;

  private final ParameterLayout.Builder builder = new ParameterLayout.Builder();

  private static AdamWSettings decay(double weightDecay) {
    return new AdamWSettings(weightDecay, 0.9, 0.999, 1, 0);
  }

  @Test
  void makesTheStepsOfThePaper() {
    builder.add(Role.MATRIX, "dense.weight", 1);
    float[] parameter = {1f};
    AdamW adamW = new AdamW(builder.build(), decay(0.5));
    adamW.update(parameter, new float[] {0.2f}, 1, 0.1);
    // m = 0.02, v = 0.00004; corrected 0.2 and 0.04: 1 - 0.1 * 0.5 * 1 - 0.1 * 0.2 / 0.2
    assertThat(parameter[0]).isCloseTo(0.85f, within(1e-6f));
    adamW.update(parameter, new float[] {-0.1f}, 2, 0.1);
    // m = 0.008, v = 0.00004996; corrected 0.0421053 and 0.0249925:
    // 0.85 - 0.1 * 0.5 * 0.85 - 0.1 * 0.0421053 / 0.1580901
    assertThat(parameter[0]).isCloseTo(0.7808663f, within(1e-6f));
    assertThat(adamW.firstMoment()[0]).isCloseTo(0.008f, within(1e-8f));
    assertThat(adamW.secondMoment()[0]).isCloseTo(0.00004996f, within(1e-10f));
  }

  @Test
  void decaysNeitherBiasesNorLayerNorms() {
    builder.add(Role.MATRIX, "dense.weight", 1);
    builder.add(Role.BIAS, "dense.bias", 1);
    builder.add(Role.NORM, "LayerNorm.weight", 1);
    float[] parameters = {1f, 1f, 1f};
    new AdamW(builder.build(), decay(0.5)).update(parameters, new float[3], 1, 0.1);
    assertThat(parameters).containsExactly(0.95f, 1f, 1f);
  }

  private float[] afterOneStepFromOne(AdamWSettings settings) {
    builder.depth(0).add(Role.EMBEDDING, "embeddings.weight", 1);
    builder.depth(1).add(Role.MATRIX, "layer.0.weight", 1);
    builder.depth(2).add(Role.MATRIX, "layer.1.weight", 1);
    builder.add(Role.BIAS, "layer.1.bias", 1);
    builder.depth(ParameterLayout.HEAD).add(Role.MATRIX, "classifier.weight", 1);
    float[] parameters = {1f, 1f, 1f, 1f, 1f};
    AdamW adamW = new AdamW(builder.build(), settings);
    // The first step moves a number by the rate, towards less for a gradient above 0.
    adamW.update(parameters, new float[] {3f, 3f, 3f, 3f, 3f}, 1, 0.1);
    int touched = settings.frozenLayers() == 0 ? 0 : 2;
    assertThat(adamW.frozen()).isEqualTo(touched);
    for (int i = 0; i < parameters.length; i++) {
      assertThat(adamW.firstMoment()[i]).isCloseTo(i < touched ? 0f : 0.3f, within(1e-6f));
      assertThat(adamW.secondMoment()[i]).isCloseTo(i < touched ? 0f : 0.009f, within(1e-7f));
    }
    return parameters;
  }

  @Test
  void lowerLayersLearnMoreSlowly() {
    // Rates 0.1 times 0.25, 0.5, 1, 1 and 1, and a decay of a half of that.
    assertThat(afterOneStepFromOne(new AdamWSettings(0.5, 0.9, 0.999, 0.5, 0)))
        .containsExactly(new float[] {0.9625f, 0.925f, 0.85f, 0.9f, 0.85f}, within(1e-6f));
  }

  @Test
  void frozenLayersAndTheEmbeddingsBelowStayAsTheyAre() {
    assertThat(afterOneStepFromOne(new AdamWSettings(0.5, 0.9, 0.999, 0.5, 1)))
        .containsExactly(new float[] {1f, 1f, 0.85f, 0.9f, 0.85f}, within(1e-6f));
  }

  @Test
  void updatesASliceAsItDoesAll() {
    builder.add(Role.MATRIX, "a.weight", 70_000);
    builder.add(Role.BIAS, "b.bias", 3_000);
    ParameterLayout layout = builder.build();
    float[] gradient = new float[layout.size()];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = i % 7 - 3;
    }
    float[] whole = new float[layout.size()];
    Arrays.fill(whole, 1f);
    float[] left = Arrays.copyOf(whole, CUT);
    float[] right = Arrays.copyOfRange(whole, CUT, whole.length);
    new AdamW(layout, decay(0.1)).update(whole, gradient, 1, 0.01);
    new AdamW(layout, decay(0.1), 0, CUT).update(left, Arrays.copyOf(gradient, CUT), 1, 0.01);
    new AdamW(layout, decay(0.1), CUT, right.length)
        .update(right, Arrays.copyOfRange(gradient, CUT, gradient.length), 1, 0.01);
    assertThat(Arrays.copyOf(whole, CUT)).isEqualTo(left);
    assertThat(Arrays.copyOfRange(whole, CUT, whole.length)).isEqualTo(right);
  }
}
