package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.predict.InputOrder.Segment;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InputOrderTest {
  private static final long SECOND = 1L << 33;

  @Test
  void countsByFileAndPlaceWhicheverPartitionHoldsWhichSegment() {
    InputOrder order =
        InputOrder.of(
            List.of(
                new Segment("b", 0, 9, 0, 2),
                new Segment("a", 700, 800, 2, 3),
                new Segment("a", 0, 699, SECOND, 4),
                new Segment("c", 0, 0, SECOND + 4, 1)));

    assertThat(LongStream.of(SECOND, SECOND + 3, 2, 4, 0, 1, SECOND + 4).map(order::index))
        .containsExactly(0L, 3L, 4L, 6L, 7L, 8L, 9L);
  }

  @Test
  void refusesSegmentesOfOneFileThatOverlap() {
    List<Segment> overlapping =
        List.of(new Segment("a", 0, 30, 0, 2), new Segment("a", 10, 20, SECOND, 2));
    assertThatThrownBy(() -> InputOrder.of(overlapping)).hasMessageContaining("out of order");
  }
}
