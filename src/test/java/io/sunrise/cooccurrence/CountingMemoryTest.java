package io.sunrise.cooccurrence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountingMemoryTest {
  @Test
  void trianglesTakeAtMostAQuarterOfTheHeap() {
    CountingMemory memory = new CountingMemory(512L << 20, 4);
    int dense = memory.dense(8192);

    assertThat(PairCounter.cells(dense) * Integer.BYTES).isBetween(31L << 20, 32L << 20);
    assertThat(memory.dense(1000)).isEqualTo(1000);
    assertThat(memory.ofTasks(8192)).isEqualTo(4 * ((64L + 32) << 20));
  }

  @Test
  void aFewHundredMebibytesAreEnoughForTheDefaultVocabulary() {
    assertThat(CountingMemory.ofDriver(8192, 8192, 128)).isLessThan(420L << 20);
    assertThat(CountingMemory.ofDriver(100_000, 8192, 128)).isLessThan(600L << 20);
  }
}
