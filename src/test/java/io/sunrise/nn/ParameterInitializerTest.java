package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.SunriseException;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ParameterInitializerTest {
  private static final ModelConfig TINY = ModelSizes.named("tiny", Architecture.BERT, 300, 50, 0.1);

  @Test
  void drawsNormalWeightsAndRestsTheOthers() {
    ParameterLayout layout = new MaskedLanguageModel(TINY, new JavaGemm()).layout();
    float[] parameters = ParameterInitializer.initialize(layout, 1);

    float[] words = slice(parameters, layout.named("bert.embeddings.word_embeddings.weight"));
    double sum = 0;
    double squares = 0;
    int withinOne = 0;
    for (float w : words) {
      sum += w;
      squares += (double) w * w;
      withinOne += Math.abs(w) < 0.02 ? 1 : 0;
    }
    assertThat(sum / words.length).isCloseTo(0, within(4e-4));
    assertThat(Math.sqrt(squares / words.length)).isCloseTo(0.02, within(3e-4));
    assertThat((double) withinOne / words.length).isCloseTo(0.6827, within(0.01));
    assertThat(slice(parameters, layout.named("bert.embeddings.LayerNorm.weight")))
        .containsOnly(1f);
    assertThat(slice(parameters, layout.named("bert.embeddings.LayerNorm.bias"))).containsOnly(0f);
    assertThat(slice(parameters, layout.named("cls.predictions.bias"))).containsOnly(0f);
  }

  @Test
  void drawsMatricesWithOneOverTheRootOfTheirWidth() {
    ParameterLayout layout = new MaskedLanguageModel(TINY, new JavaGemm()).layout();
    float[] parameters = ParameterInitializer.initialize(layout, 1);

    float[] wide = slice(parameters, layout.named("bert.encoder.layer.0.output.dense.weight"));
    double squares = 0;
    for (float w : wide) {
      squares += (double) w * w;
    }
    assertThat(Math.sqrt(squares / wide.length)).isCloseTo(1 / Math.sqrt(512), within(5e-4));
  }

  @Test
  void dependsOnSeedAndNameOnly() {
    ParameterLayout masked = new MaskedLanguageModel(TINY, new JavaGemm()).layout();
    ParameterLayout classifier = new SequenceClassifier(TINY, 2, new JavaGemm()).layout();
    float[] one = ParameterInitializer.initialize(masked, 1);
    assertThat(ParameterInitializer.initialize(masked, 1)).isEqualTo(one);
    assertThat(ParameterInitializer.initialize(masked, 2)).isNotEqualTo(one);
    int encoder = masked.named("cls.predictions.bias").offset();
    assertThat(Arrays.copyOf(ParameterInitializer.initialize(classifier, 1), encoder))
        .isEqualTo(Arrays.copyOf(one, encoder));
  }

  @Test
  void sizesAreThoseOfThePaper() {
    assertThat(ModelSizes.named("base", Architecture.BERT, 30522, 512, 0.1))
        .isEqualTo(new ModelConfig(30522, 768, 12, 12, 3072, 512, 0.1));
    assertThat(TINY).isEqualTo(new ModelConfig(300, 128, 2, 2, 512, 50, 0.1));
    assertThatThrownBy(() -> ModelSizes.named("huge", Architecture.BERT, 300, 50, 0))
        .isInstanceOf(SunriseException.class)
        .hasMessage(
            "model.size is \"huge\", expected one of tiny, mini, small, medium, base:"
                + " change the setting");
  }

  private static float[] slice(float[] numbers, Parameter parameter) {
    return Arrays.copyOfRange(numbers, parameter.offset(), parameter.offset() + parameter.size());
  }
}
