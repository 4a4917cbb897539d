package io.sunrise.cooccurrence;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.CounterRandom;
import io.sunrise.SparkTesting;
import io.sunrise.data.Schemas;
import io.sunrise.tokenizer.SpecialTokens;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class CooccurrenceIT {
  private static final int VOCABULARY = 400;
  private static final int FIRST = SpecialTokens.count();
  private static final long KEY = CounterRandom.key(1, "co-occurrence test");

  @Test
  void countsThePairsOfASmallTextAsByHand() {
    List<Row> rows = List.of(row(0, FIRST, FIRST + 1, FIRST), row(1, FIRST + 1, FIRST + 2));
    try (Cooccurrence counted =
        new Cooccurrence(dataset(rows, 2), FIRST + 4, SpecialTokens.FIRST)) {
      counted.countPairs(2, 100);

      assertThat(counted.tokenCounts()).containsExactly(0, 0, 2, 2, 0, 2, 2, 1, 0);
      // Ranks are ids here: 0 beside itself at distance 2, 0 and 1 at distance 1 twice.
      assertThat(cells(counted))
          .isEqualTo(Map.of("0 0", 2L, "0 1", 4L, "1 0", 4L, "1 2", 2L, "2 1", 2L));
    }
  }

  @Test
  void countsTheRowsThatAPairIsInHoweverManyPartitionsThereAre() {
    List<Row> rows =
        List.of(
            row(0, FIRST, FIRST + 1, FIRST),
            row(1, FIRST + 1, FIRST, FIRST),
            row(2, FIRST + 1, FIRST + 2));
    for (int partitions : new int[] {1, 3}) {
      try (Cooccurrence counted =
          new Cooccurrence(dataset(rows, partitions), FIRST + 4, SpecialTokens.FIRST)) {
        counted.countPairsOfRows(100);

        assertThat(cells(counted)).isEqualTo(Map.of("0 1", 2L, "1 0", 2L, "1 2", 1L, "2 1", 1L));
      }
    }
  }

  @Test
  void anyPartitionsGiveTheSameBytes() throws IOException {
    List<Row> rows = zipf(600);
    byte[] one = vectors(rows, 1, VOCABULARY);

    assertThat(vectors(rows, 3, VOCABULARY)).isEqualTo(one);
    assertThat(vectors(rows, 7, VOCABULARY)).isEqualTo(one);
  }

  @Test
  void rareTokensGetVectorsFromTheirFrequentNeighbours() {
    List<Row> rows = zipf(600);
    try (Cooccurrence counted =
        new Cooccurrence(dataset(rows, 3), VOCABULARY, SpecialTokens.FIRST)) {
      counted.countPairs(5, 50);
      TokenVectors vectors = ReducedVectors.of(counted, 16, 0.5, 1);

      assertThat(vectors.has(FIRST)).isTrue();
      long withVector = IntStream.range(0, VOCABULARY).filter(vectors::has).count();
      assertThat(withVector).isGreaterThan(200);
      for (int token = 0; token < FIRST; token++) {
        assertThat(vectors.has(token)).isFalse();
      }
    }
  }

  @Test
  void aTextWithoutAPairGivesNoVectors() {
    try (Cooccurrence counted =
        new Cooccurrence(dataset(List.of(row(0)), 1), FIRST + 1, SpecialTokens.FIRST)) {
      counted.countPairs(5, 50);

      TokenVectors vectors = ReducedVectors.of(counted, 4, 0.5, 1);
      assertThat(vectors.values()).containsOnly(0f);
    }
    try (Cooccurrence counted =
        new Cooccurrence(dataset(List.of(row(0, FIRST)), 1), FIRST + 1, SpecialTokens.FIRST)) {
      counted.countPairs(5, 50);

      assertThat(ReducedVectors.of(counted, 4, 0.5, 1).values()).containsOnly(0f);
    }
  }

  private static byte[] vectors(List<Row> rows, int partitions, int contexts) throws IOException {
    try (Cooccurrence counted =
        new Cooccurrence(dataset(rows, partitions), VOCABULARY, SpecialTokens.FIRST)) {
      counted.countPairs(5, contexts);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ReducedVectors.of(counted, 24, 0.5, 1).write(out);
      return out.toByteArray();
    }
  }

  private static Map<String, Long> cells(Cooccurrence counted) {
    CountedPairs pairs = counted.pairs();
    Map<String, Long> cells = new TreeMap<>();
    counted
        .blocks()
        .collect()
        .forEach(
            block ->
                CellWriter.read(
                    block._2(),
                    (cell, count) -> {
                      long at = pairs.firstCell(block._1()) + cell;
                      cells.put(at / pairs.contexts() + " " + at % pairs.contexts(), count);
                    }));
    return cells;
  }

  /** Rows of tokens of which a few are frequent. */
  private static List<Row> zipf(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] content = new int[10];
      for (int j = 0; j < content.length; j++) {
        double draw = CounterRandom.uniform(KEY, i * 10L + j);
        content[j] = FIRST + (int) (draw * draw * draw * (VOCABULARY - FIRST));
      }
      rows.add(row(i, content));
    }
    return rows;
  }

  private static Row row(long index, int... content) {
    return RowFactory.create(index, "id", 0, SpecialTokens.FIRST.frame(content));
  }

  private static Dataset<Row> dataset(List<Row> rows, int partitions) {
    return SparkTesting.session().createDataFrame(rows, Schemas.TOKEN_ROWS).repartition(partitions);
  }
}
