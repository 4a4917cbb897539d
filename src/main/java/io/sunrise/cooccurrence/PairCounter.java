package io.sunrise.cooccurrence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import scala.Tuple2;

/**
 * The counts of one task in bounded memory. Pairs of the most frequent tokens, which are nearly all
 * pairs, are in a dense triangle of ints; the others are in a table that is given away when it is
 * full. A sum that leaves the ints continues in the table.
 */
final class PairCounter {
  /** 32 MiB, and room for the pairs of one more row. */
  private static final int TABLE_BITS = 21;

  private final CountedPairs pairs;
  private final int dense;
  private final int[] triangle;
  private final PairSums rest = new PairSums(TABLE_BITS);

  /**
   * @param dense how many of the most frequent tokens have their pairs in the triangle
   */
  PairCounter(CountedPairs pairs, int dense) {
    this.pairs = pairs;
    this.dense = Math.min(dense, pairs.contexts());
    this.triangle = new int[Math.toIntExact(cells(this.dense))];
  }

  /** The cells of a triangle with its diagonal. */
  static long cells(int size) {
    return (long) size * (size + 1) / 2;
  }

  /**
   * Counts the pairs of a row.
   *
   * @param ranks of its tokens
   */
  void add(int[] ranks) {
    if (pairs.window() == CountedPairs.WHOLE_ROW) {
      addDifferent(ranks);
    } else {
      addNear(ranks);
    }
  }

  /** In order, so that the cells of one row of the triangle are counted one after another. */
  private void addDifferent(int[] ranks) {
    int[] different =
        Arrays.stream(ranks)
            .filter(rank -> rank != FrequencyRanks.NONE)
            .sorted()
            .distinct()
            .toArray();
    for (int i = 1; i < different.length; i++) {
      for (int j = 0; j < i; j++) {
        add(different[i], different[j], 1);
      }
    }
  }

  private void addNear(int[] ranks) {
    for (int i = 0; i < ranks.length; i++) {
      if (ranks[i] != FrequencyRanks.NONE) {
        int end = Math.min(ranks.length, i + pairs.window() + 1);
        for (int j = i + 1; j < end; j++) {
          if (ranks[j] != FrequencyRanks.NONE) {
            add(Math.max(ranks[i], ranks[j]), Math.min(ranks[i], ranks[j]), weight(j - i));
          }
        }
      }
    }
  }

  private int weight(int distance) {
    return pairs.window() + 1 - distance;
  }

  private void add(int row, int column, int weight) {
    if (row < dense) {
      int cell = row * (row + 1) / 2 + column;
      int sum = triangle[cell] + weight;
      if (sum < 0) {
        rest.add(row, column, triangle[cell]);
        sum = weight;
      }
      triangle[cell] = sum;
    } else if (column < pairs.contexts()) {
      rest.add(row, column, weight);
    }
  }

  boolean isFull() {
    return rest.isFull();
  }

  /** Empties the table: the cells of its pairs in both directions, by block. */
  List<Tuple2<Integer, byte[]>> drainTable() {
    long[] cells =
        Arrays.stream(rest.keys())
            .flatMap(key -> cells(PairSums.row(key), PairSums.column(key)))
            .sorted()
            .toArray();
    List<Tuple2<Integer, byte[]>> blocks = new ArrayList<>();
    int at = 0;
    while (at < cells.length) {
      int block = CountedPairs.block((int) (cells[at] / pairs.contexts()));
      long first = pairs.firstCell(block);
      long end = pairs.firstCell(block + 1);
      CellWriter writer = new CellWriter();
      for (; at < cells.length && cells[at] < end; at++) {
        int row = (int) (cells[at] / pairs.contexts());
        int column = (int) (cells[at] % pairs.contexts());
        long sum = rest.sum(Math.max(row, column), Math.min(row, column));
        writer.add((int) (cells[at] - first), bothDirections(row, column, sum));
      }
      blocks.add(new Tuple2<>(block, writer.toBytes()));
    }
    rest.clear();
    return blocks;
  }

  private LongStream cells(int row, int column) {
    long cell = (long) row * pairs.contexts() + column;
    return row < pairs.contexts() && row != column
        ? LongStream.of(cell, (long) column * pairs.contexts() + row)
        : LongStream.of(cell);
  }

  /** A token beside itself is a pair in both directions at once. */
  private static long bothDirections(int row, int column, long sum) {
    return row == column ? Math.multiplyExact(sum, 2L) : sum;
  }

  /** The number of blocks with rows of the triangle. */
  int denseBlocks() {
    return (dense + CountedPairs.BLOCK_ROWS - 1) / CountedPairs.BLOCK_ROWS;
  }

  /** The cells of a block that are in the triangle. */
  Tuple2<Integer, byte[]> denseBlock(int block) {
    int from = block * CountedPairs.BLOCK_ROWS;
    int to = Math.min(dense, from + CountedPairs.BLOCK_ROWS);
    CellWriter writer = new CellWriter();
    for (int row = from; row < to; row++) {
      int first = (row - from) * pairs.contexts();
      for (int column = 0; column < dense; column++) {
        int high = Math.max(row, column);
        long sum = triangle[high * (high + 1) / 2 + Math.min(row, column)];
        if (sum != 0) {
          writer.add(first + column, bothDirections(row, column, sum));
        }
      }
    }
    return new Tuple2<>(block, writer.toBytes());
  }
}
