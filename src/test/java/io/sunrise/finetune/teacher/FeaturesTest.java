package io.sunrise.finetune.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.TokenRow;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeaturesTest {
  private static int[] row(int... content) {
    return SpecialTokens.FIRST.frame(content);
  }

  private static List<TokenRow> rows(int[]... ids) {
    return Arrays.stream(ids).map(each -> new TokenRow(0, 0, each)).toList();
  }

  @Test
  void weighsGramsAsScikitLearnDoes() {
    Features features = GramWeights.fit(rows(row(5, 6, 5), row(6, 7), row(8)), 100);
    // 5, 6, 7, 8 and the pairs 5 6, 6 5, 6 7.
    assertThat(features.width()).isEqualTo(7);
    SparseRow first = features.of(row(5, 6, 5));
    double once = Math.log(4 / 2.0) + 1;
    double twice = Math.log(4 / 3.0) + 1;
    double length = Math.sqrt(4 * once * once + twice * twice + 2 * once * once);
    assertThat(first.values())
        .containsExactly(
            new float[] {
              (float) (2 * once / length),
              (float) (twice / length),
              (float) (once / length),
              (float) (once / length)
            },
            within(1e-6f));
    assertThat(first.squares()).isCloseTo(1, within(1e-6));
  }

  @Test
  void keepsTheMostFrequentGramsAndIgnoresUnknownOnes() {
    Features features = GramWeights.fit(rows(row(5, 6), row(6, 7), row(8)), 1);
    assertThat(features.width()).isEqualTo(1);
    assertThat(features.of(row(6)).values()).containsExactly(1f);
    assertThat(features.of(row(9, 10)).columns()).isEmpty();
    assertThat(features.of(row()).columns()).isEmpty();
  }

  @Test
  void meansOfVectorsHaveAMeanSquaredLengthOfOne() {
    float[] vectors = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 1, 0, 0, 2};
    Features features =
        MeanVectors.fit(rows(row(5), row(6)), new TokenVectors(vectors, 2, new long[7]));
    double factor = Math.sqrt(2 / 5.0);
    assertThat(features.of(row(5, 6)).values())
        .containsExactly(new float[] {(float) (factor / 2), (float) factor}, within(1e-6f));
    assertThat(features.of(row()).values()).containsExactly(0f, 0f);
  }
}
