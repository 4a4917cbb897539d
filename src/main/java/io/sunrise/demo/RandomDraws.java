package io.sunrise.demo;

import io.sunrise.CounterRandom;

/** The random numbers of one document: the n-th is a function of the document's key and n. */
final class RandomDraws {
  private final long key;
  private long count;

  RandomDraws(long key) {
    this.key = key;
  }

  /** A number in [0, bound). */
  int below(int bound) {
    return CounterRandom.below(key, count++, bound);
  }
}
