package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.ClassWeights;
import io.sunrise.config.ClassWeights.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassWeightingTest {
  @Test
  void balancedClassesCountAlikeAndARowWeighsOneOnAverage() {
    // 16 rows in 4 classes: 16 / (4 * 8), 16 / (4 * 2), nothing to weigh, 16 / (4 * 6)
    assertThat(ClassWeighting.balanced(new long[] {8, 2, 0, 6}))
        .containsExactly(0.5, 2.0, 1.0, 4.0 / 6);
  }

  @Test
  void aLabelThatIsNotNamedWeighsOne() {
    assertThat(of(Map.of("good", 2.5))).containsExactly(1.0, 2.5);
  }

  @Test
  void refusesALabelThatNoRowHas() {
    assertThatThrownBy(() -> of(Map.of("god", 2.5, "bad", 1.0)))
        .isInstanceOf(SunriseException.class)
        .hasMessage(
            "finetune.class-weights names god, the rows have the labels bad, good: name those");
  }

  private static List<Double> of(Map<String, Double> byLabel) {
    LabelledRows rows = new LabelledRows(null, null, null, List.of("bad", "good"), 50);
    return ClassWeighting.of(new ClassWeights(Kind.GIVEN, byLabel), rows);
  }
}
