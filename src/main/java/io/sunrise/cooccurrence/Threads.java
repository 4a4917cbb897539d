package io.sunrise.cooccurrence;

import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A number of threads for parts of a computation that do not depend on one another. */
final class Threads implements AutoCloseable {
  private final ForkJoinPool pool;

  Threads(int number) {
    pool = new ForkJoinPool(number);
  }

  /** Does the parts 0 to {@code count} - 1, in any order. */
  void forEach(int count, IntConsumer part) {
    pool.submit(() -> IntStream.range(0, count).parallel().forEach(part)).join();
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
