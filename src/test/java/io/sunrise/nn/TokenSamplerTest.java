package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.data.PackedBatch;
import org.junit.jupiter.api.Test;

class TokenSamplerTest {
  private static final float[] SCORES = {0, (float) Math.log(2), 0, (float) Math.log(4)};

  @Test
  void drawsEachTokenAsOftenAsItIsPredicted() {
    TokenSampler sampler = new TokenSampler(4);
    int draws = 8000;
    int[] counts = new int[4];
    for (int i = 0; i < draws; i++) {
      counts[sampler.draw(SCORES, 0, (double) i / draws)]++;
    }
    assertThat(counts[0]).isCloseTo(1000, within(2));
    assertThat(counts[1]).isCloseTo(2000, within(2));
    assertThat(counts[2]).isCloseTo(1000, within(2));
    assertThat(counts[3]).isCloseTo(4000, within(2));
  }

  @Test
  void marksTheTokensThatAreNotTheTexts() {
    PackedBatch masked = Batches.masked(5).build();
    TokenSampler sampler =
        new TokenSampler(30) {
          @Override
          int draw(float[] scores, int at, double share) {
            return 7;
          }
        };
    sampler.begin(masked, 1);
    for (int i = 0; i < masked.targets().length; i++) {
      sampler.sample(SCORES, i, 0);
    }
    PackedBatch replaced = sampler.replaced();
    for (int i = 0; i < masked.targets().length; i++) {
      int position = masked.readPositions()[i];
      assertThat(replaced.ids()[position]).isEqualTo(7);
      assertThat(replaced.targets()[position]).isEqualTo(masked.targets()[i] == 7 ? 0 : 1);
    }
    int marked = 0;
    for (int token = 0; token < masked.tokens(); token++) {
      marked += replaced.targets()[token];
    }
    assertThat(marked).isLessThanOrEqualTo(masked.targets().length).isPositive();
  }
}
