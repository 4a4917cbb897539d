package io.sunrise.cooccurrence;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import scala.Tuple2;

/** The counts of a task's rows, as encoded blocks; holds no more than one table's at a time. */
final class CountedBlocks implements Iterator<Tuple2<Integer, byte[]>> {
  private final Iterator<int[]> rows;
  private final PairCounter counter;
  private final Queue<Tuple2<Integer, byte[]>> ready = new ArrayDeque<>();
  private boolean counted;
  private int denseBlock;

  /**
   * @param rows ranks of the tokens of each row
   */
  CountedBlocks(Iterator<int[]> rows, PairCounter counter) {
    this.rows = rows;
    this.counter = counter;
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty() && !counted) {
      while (rows.hasNext() && !counter.isFull()) {
        counter.add(rows.next());
      }
      counted = !rows.hasNext();
      ready.addAll(counter.drainTable());
    }
    return !ready.isEmpty() || denseBlock < counter.denseBlocks();
  }

  @Override
  public Tuple2<Integer, byte[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.isEmpty() ? counter.denseBlock(denseBlock++) : ready.remove();
  }
}
