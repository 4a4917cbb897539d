package io.sunrise.cooccurrence;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Adds up blocks that arrive in order of their number: each block once, with the sums. */
final class SummedBlocks implements Iterator<Tuple2<Integer, byte[]>> {
  private final Iterator<Tuple2<Integer, byte[]>> parts;
  private final CountedPairs pairs;
  private final long[] sums;
  private Tuple2<Integer, byte[]> ahead;

  SummedBlocks(Iterator<Tuple2<Integer, byte[]>> parts, CountedPairs pairs) {
    this.parts = parts;
    this.pairs = pairs;
    this.sums = new long[Math.min(CountedPairs.BLOCK_ROWS, pairs.tokens()) * pairs.contexts()];
    this.ahead = parts.hasNext() ? parts.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    int block = ahead._1();
    int cells = pairs.rows(block) * pairs.contexts();
    Arrays.fill(sums, 0, cells, 0);
    while (ahead != null && ahead._1() == block) {
      CellWriter.read(ahead._2(), (cell, count) -> sums[cell] = Math.addExact(sums[cell], count));
      ahead = parts.hasNext() ? parts.next() : null;
    }
    CellWriter writer = new CellWriter();
    for (int cell = 0; cell < cells; cell++) {
      if (sums[cell] != 0) {
        writer.add(cell, sums[cell]);
      }
    }
    return new Tuple2<>(block, writer.toBytes());
  }
}
