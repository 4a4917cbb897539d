package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PermutationTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 16, 17, 1000, 4097})
  void visitsEachPlaceOnceAndFindsTheWayBack(int size) {
    Permutation permutation = new Permutation(size, 7);
    assertThat(LongStream.range(0, size).map(permutation::apply).sorted().toArray())
        .isEqualTo(LongStream.range(0, size).toArray());
    assertThat(
            LongStream.range(0, size).allMatch(i -> permutation.invert(permutation.apply(i)) == i))
        .isTrue();
  }

  @Test
  void ordersEachEpochDifferently() {
    assertThat(order(1, 1)).isEqualTo(order(1, 1)).isNotEqualTo(order(1, 2));
    assertThat(order(1, 1)).isNotEqualTo(order(2, 1));
  }

  @Test
  void leavesNoTraceOfTheOldOrder() {
    long[] order = order(1, 1);
    long kept =
        LongStream.range(1, order.length)
            .filter(i -> order[(int) i] == order[(int) i - 1] + 1)
            .count();
    assertThat(kept).isLessThan(10);
  }

  private static long[] order(long seed, int epoch) {
    Permutation permutation = Permutation.ofEpoch(1000, seed, epoch);
    return LongStream.range(0, 1000).map(permutation::apply).toArray();
  }
}
