package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.TestTexts;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordCounterTest {
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AS_IT_IS")
  void countsTheWordsOfThePreTokenizer(PreTokenizer preTokenizer) {
    Random random = new Random(41);
    WordCounter counter = new WordCounter(preTokenizer);
    for (int round = 0; round < 3; round++) {
      Map<String, Long> expected = new HashMap<>();
      for (int i = 0; i < 5000; i++) {
        String text = TestTexts.nasty(random);
        counter.add(text);
        preTokenizer.words(text).forEach(word -> expected.merge(word, 1L, Long::sum));
      }
      assertThat(counter.drain()).isEqualTo(expected);
    }
  }
}
