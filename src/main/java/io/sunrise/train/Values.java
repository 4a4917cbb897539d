package io.sunrise.train;

import java.util.Iterator;
import scala.Tuple2;

/** The second halves of pairs. */
record Values<V>(Iterator<? extends Tuple2<?, V>> pairs) implements Iterator<V> {
  @Override
  public boolean hasNext() {
    return pairs.hasNext();
  }

  @Override
  public V next() {
    return pairs.next()._2();
  }
}
