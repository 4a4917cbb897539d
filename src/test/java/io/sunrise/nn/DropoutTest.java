package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.data.PackedBatch;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final int COUNT = 200_001;

  @Test
  void keepsTheExpectationAndDropsAtItsRate() {
    float[] mask = mask(0.1, 5, 0, 0);
    double sum = 0;
    int dropped = 0;
    for (float scale : mask) {
      sum += scale;
      dropped += scale == 0f ? 1 : 0;
      assertThat(scale == 0f || Math.abs(scale - 1 / 0.9f) < 1e-4).isTrue();
    }
    assertThat(sum / COUNT).isCloseTo(1, within(0.005));
    assertThat((double) dropped / COUNT).isCloseTo(0.1, within(0.005));
  }

  @Test
  void dependsOnKeySiteAndRowOnly() {
    float[] mask = mask(0.5, 5, 1, 7);
    assertThat(mask(0.5, 5, 1, 7)).isEqualTo(mask);
    assertThat(mask(0.5, 6, 1, 7)).isNotEqualTo(mask);
    assertThat(mask(0.5, 5, 2, 7)).isNotEqualTo(mask);
    assertThat(mask(0.5, 5, 1, 8)).isNotEqualTo(mask);
  }

  @Test
  void aShorterRowDrawsTheBeginningOfALongerOne() {
    Dropout dropout = new Dropout(0.5);
    dropout.train(3);
    float[] whole = new float[16];
    dropout.fill(1, 2, whole, 0, 16);
    float[] part = new float[9];
    dropout.fill(1, 2, part, 2, 7);
    for (int i = 0; i < 7; i++) {
      assertThat(part[2 + i]).isEqualTo(whole[i]);
    }
  }

  @Test
  void aTokensMaskIsTheSameAmongAllTokensAndAmongTargets() {
    Dropout dropout = new Dropout(0.5);
    dropout.train(3);
    for (int width : new int[] {8, 5}) {
      int[] targets = {0, 2, 4, 6};
      PackedBatch batch =
          new PackedBatch(
              2, new int[] {0, 3, 7}, new int[7], new long[] {11, 12}, targets, new int[4]);
      float[] tokens = new float[7 * width];
      dropout.fill(1, batch, Scope.TOKENS, width, tokens);
      float[] chosen = new float[4 * width];
      dropout.fill(1, batch, Scope.TARGETS, width, chosen);
      for (int i = 0; i < chosen.length; i++) {
        assertThat(chosen[i]).isEqualTo(tokens[targets[i / width] * width + i % width]);
      }
    }
  }

  @Test
  void restsAtRateZero() {
    Dropout dropout = new Dropout(0);
    dropout.train(3);
    assertThat(dropout.active()).isFalse();
  }

  private static float[] mask(double rate, long key, int site, long row) {
    Dropout dropout = new Dropout(rate);
    dropout.train(key);
    float[] mask = new float[COUNT];
    dropout.fill(site, row, mask, 0, COUNT);
    return mask;
  }
}
