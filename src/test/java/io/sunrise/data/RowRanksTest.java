package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RowRanksTest {
  @Test
  void numbersTheRowsPresentWithoutGaps() {
    RowRanks.Builder first = new RowRanks.Builder().add(200).add(3);
    RowRanks ranks = first.addAll(new RowRanks.Builder().add(64).add(5000)).build();
    assertThat(ranks.size()).isEqualTo(4);
    assertThat(LongStream.of(3, 64, 200, 5000).mapToInt(ranks::rank)).containsExactly(0, 1, 2, 3);
    assertThat(IntStream.range(0, 4).mapToLong(ranks::index)).containsExactly(3L, 64L, 200L, 5000L);
  }
}
