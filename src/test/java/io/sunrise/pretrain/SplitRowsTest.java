package io.sunrise.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import java.util.Locale;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SplitRowsTest {
  private static final long KEY = CounterRandom.key(1, "pretrain validation");

  @Test
  void holdsOutAboutTheShareAskedFor() {
    double share =
        LongStream.range(0, 10_000).filter(i -> SplitRows.heldOut(KEY, id(i), 0.1)).count() / 1e4;

    assertThat(share).isCloseTo(0.1, within(0.01));
  }

  @Test
  void holdsOutADocumentWholeAndNothingForAShareOfZero() {
    assertThat(SplitRows.heldOut(KEY, id(1), 0.5)).isEqualTo(SplitRows.heldOut(KEY, id(1), 0.5));
    assertThat(LongStream.range(0, 100).filter(i -> SplitRows.heldOut(KEY, id(i), 0))).isEmpty();
  }

  private static String id(long number) {
    return String.format(Locale.ROOT, "%016x%016x", CounterRandom.bits(7, number), number);
  }
}
