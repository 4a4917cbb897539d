package io.sunrise.demo;

import io.sunrise.CounterRandom;

/** The choices of one document: the n-th is a function of the document's key and n. */
final class Choices {
  private final long key;
  private long made;

  Choices(long key) {
    this.key = key;
  }

  /** A number in [0, bound). */
  int below(int bound) {
    return CounterRandom.below(key, made++, bound);
  }
}
