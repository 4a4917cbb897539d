package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecialTokensTest {
  @ParameterizedTest
  @CsvSource({"0, 1, 2, 3, 4", "0, 100, 101, 102, 103", "9, 2, 7, 3, 0", "6, 5, 4, 3, 2"})
  void countsTheOrdinaryTokensWhereverTheSpecialOnesStand(
      int pad, int unk, int cls, int sep, int mask) {
    SpecialTokens special = new SpecialTokens(pad, unk, cls, sep, mask);
    int size = 120;
    int[] counted = IntStream.range(0, size - 5).map(special::ordinary).toArray();
    assertThat(counted).isEqualTo(special.ordinaryOf(size).toArray());
    assertThat(special.frame(new int[] {50})).containsExactly(cls, 50, sep);
  }

  @Test
  void findsThemInAVocabulary() {
    assertThat(SpecialTokens.of(List.of("a", "[MASK]", "[SEP]", "[CLS]", "[UNK]", "[PAD]")))
        .isEqualTo(new SpecialTokens(5, 4, 3, 2, 1));
    assertThatThrownBy(() -> SpecialTokens.of(List.of("a", "[PAD]")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
