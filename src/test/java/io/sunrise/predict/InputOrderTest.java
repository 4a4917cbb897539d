package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.predict.InputOrder.Stretch;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InputOrderTest {
  private static final long SECOND = 1L << 33;

  @Test
  void countsByFileAndPlaceWhicheverPartitionHoldsWhichStretch() {
    InputOrder order =
        InputOrder.of(
            List.of(
                new Stretch("b", 0, 0, 2),
                new Stretch("a", 700, 2, 3),
                new Stretch("a", 0, SECOND, 4),
                new Stretch("c", 0, SECOND + 4, 1)));

    assertThat(LongStream.of(SECOND, SECOND + 3, 2, 4, 0, 1, SECOND + 4).map(order::index))
        .containsExactly(0L, 3L, 4L, 6L, 7L, 8L, 9L);
  }
}
