package io.sunrise.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NgramsTest {
  private static long[] words(String text) {
    return WordHashes.of(text);
  }

  @Test
  void wordsAreLettersAndDigitsInLowerCase() {
    assertThat(words("  The film's 2nd--half, WAS great!  "))
        .isEqualTo(words("the film s 2nd half was great"))
        .hasSize(7);
    assertThat(words("ÉTÉ, naïve 𐐀")).isEqualTo(words("été naïve 𐐨")).hasSize(3);
    assertThat(words("हिन्दी में")).hasSize(2);
    assertThat(words("日本語 text")).hasSize(4);
    assertThat(words("... !? \uD800")).isEmpty();
    assertThat(words("ab c")).isNotEqualTo(words("a bc"));
  }

  @Test
  void anNgramIsTheSameAnywhereInTheText() {
    long[] ngrams = Ngrams.of(words("x a b c y a b c z"), 3);
    assertThat(ngrams).hasSize(7);
    assertThat(ngrams[1]).isEqualTo(ngrams[5]).isEqualTo(Ngrams.of(words("a b c"), 3)[0]);
    assertThat(Arrays.stream(ngrams).distinct()).hasSize(6);
  }

  @Test
  void fewerWordsAreOneNgram() {
    assertThat(Ngrams.of(words("a b"), 5)).hasSize(1).isEqualTo(Ngrams.of(words("a b"), 2));
    assertThat(Ngrams.of(words(""), 5)).isEmpty();
  }

  @Test
  void similarityIsTheShareInCommon() {
    assertThat(Ngrams.jaccard(Ngrams.set("a b c d", 1), Ngrams.set("c d e a a", 1)))
        .isEqualTo(3.0 / 5);
    assertThat(Ngrams.jaccard(Ngrams.set("", 1), Ngrams.set("", 1))).isZero();
  }

  @Test
  void signaturesAgreeAsMuchAsTheSetsDo() {
    MinHash minHash = new MinHash(4096);
    for (int size : new int[] {20, 2000}) {
      long[] all = LongStream.range(0, size).map(i -> CounterRandom.bits(7, i)).toArray();
      int[] a = minHash.signature(Arrays.copyOf(all, size * 9 / 10));
      int[] b = minHash.signature(Arrays.copyOfRange(all, size / 10, size));
      int equal = 0;
      for (int i = 0; i < a.length; i++) {
        equal += a[i] == b[i] ? 1 : 0;
      }
      assertThat(equal / 4096.0).isEqualTo(0.8, within(0.03));
    }
  }

  @Test
  void bandsFitTheRequestedThreshold() {
    for (double threshold : new double[] {0.5, 0.7, 0.8, 0.9}) {
      Banding banding = Banding.of(threshold, 128);
      assertThat(banding.places()).isLessThanOrEqualTo(128);
      assertThat(banding.recall(threshold)).isGreaterThan(0.75);
      assertThat(banding.recall(threshold + 0.08)).isGreaterThan(0.95);
      assertThat(banding.recall(threshold - 0.3)).isLessThan(0.1);
    }
    assertThat(new Banding(14, 8).recall(0.8)).isEqualTo(0.924, within(0.001));
  }

  @Test
  void theKeyOfABandChangesWithItsValuesOnly() {
    long[] keys = new Banding(3, 2).keys(new int[] {1, 2, 3, 4, 1, 2});
    assertThat(keys).hasSize(3).doesNotHaveDuplicates();
    long[] other = new Banding(3, 2).keys(new int[] {1, 2, 3, 5, 1, 2});
    assertThat(other[0]).isEqualTo(keys[0]);
    assertThat(other[1]).isNotEqualTo(keys[1]);
    assertThat(other[2]).isEqualTo(keys[2]);
  }

  @Test
  void aTableReturnsTheValuesOfItsKeys() {
    KeyTable table = new KeyTable(1000);
    for (int i = 0; i < 1000; i++) {
      table.put(CounterRandom.bits(3, i), i % 100);
    }
    for (int i = 0; i < 1000; i++) {
      assertThat(table.get(CounterRandom.bits(3, i))).isEqualTo(i % 100);
      assertThat(table.get(CounterRandom.bits(4, i))).isEqualTo(KeyTable.ABSENT);
    }
  }
}
