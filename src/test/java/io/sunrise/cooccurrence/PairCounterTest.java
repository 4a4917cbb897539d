package io.sunrise.cooccurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

class PairCounterTest {
  private static final int NONE = FrequencyRanks.NONE;

  @Test
  void aPairCountsTheMoreTheNearerAndInBothDirections() {
    CountedPairs pairs = new CountedPairs(3, 3, 2);

    // Distances: 0-1 1, 0-2 2, 1-2 1; 2 and the last 0 are 1 apart, 1 and the last 0 are 2 apart.
    assertThat(count(pairs, 3, new int[] {0, 1, 2, 0}))
        .isEqualTo(Map.of("0 1", 3L, "1 0", 3L, "0 2", 3L, "2 0", 3L, "1 2", 2L, "2 1", 2L));
  }

  @Test
  void aTokenBesideItselfIsAPairInBothDirections() {
    assertThat(count(new CountedPairs(1, 1, 5), 1, new int[] {0, 0})).isEqualTo(Map.of("0 0", 10L));
  }

  @Test
  void aTokenWithoutARankTakesItsPlaceAndIsNotCounted() {
    assertThat(count(new CountedPairs(2, 2, 2), 2, new int[] {NONE, 0, NONE, 1, NONE}))
        .isEqualTo(Map.of("0 1", 1L, "1 0", 1L));
  }

  @Test
  void eachPairOfDifferentTokensOfAWholeRowCountsOnce() {
    CountedPairs pairs = new CountedPairs(3, 3, CountedPairs.WHOLE_ROW);

    assertThat(count(pairs, 3, new int[] {2, 0, NONE, 0, 1, 2, 2}, new int[] {0, 2, 0}))
        .isEqualTo(Map.of("0 1", 1L, "1 0", 1L, "0 2", 2L, "2 0", 2L, "1 2", 1L, "2 1", 1L));
  }

  @Test
  void rareTokensAreNoContexts() {
    assertThat(count(new CountedPairs(3, 1, 1), 1, new int[] {2, 0, 1, 2}))
        .isEqualTo(Map.of("2 0", 1L, "1 0", 1L));
  }

  @Test
  void theSizeOfTheTriangleChangesNoCount() {
    int[] row = new int[200];
    for (int i = 0; i < row.length; i++) {
      row[i] = (i * i * 31 + i * 7) % 150;
    }
    CountedPairs pairs = new CountedPairs(150, 120, 9);
    Map<String, Long> whole = count(pairs, 120, row);

    assertThat(count(pairs, 64, row)).isEqualTo(whole);
    assertThat(count(pairs, 0, row)).isEqualTo(whole);
  }

  @Test
  void aSumThatLeavesTheIntsIsNotLost() {
    CountedPairs pairs = new CountedPairs(2, 2, 1_000_000_000);
    int[] row = {0, 1};

    assertThat(count(pairs, 2, row, row, row, row, row))
        .isEqualTo(Map.of("0 1", 5_000_000_000L, "1 0", 5_000_000_000L));
  }

  /** What reducers make of the counts: "row column" and the sum. */
  private static Map<String, Long> count(CountedPairs pairs, int dense, int[]... rows) {
    List<Tuple2<Integer, byte[]>> parts = new ArrayList<>();
    new CountedBlocks(List.of(rows).iterator(), new PairCounter(pairs, dense))
        .forEachRemaining(parts::add);
    parts.sort(Comparator.comparing(Tuple2::_1));
    Iterator<Tuple2<Integer, byte[]>> sums = new SummedBlocks(parts.iterator(), pairs);
    Map<String, Long> counts = new TreeMap<>();
    sums.forEachRemaining(
        block ->
            CellWriter.read(
                block._2(),
                (cell, count) -> {
                  long at = pairs.firstCell(block._1()) + cell;
                  counts.put(at / pairs.contexts() + " " + at % pairs.contexts(), count);
                }));
    return counts;
  }
}
