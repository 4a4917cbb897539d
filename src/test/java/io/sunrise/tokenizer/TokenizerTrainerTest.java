package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.TestTexts;
import io.sunrise.tokenizer.TokenizerTrainer.LearnedPairs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenizerTrainerTest {
  @Test
  void learnsTheSubwordsThatHuggingFacesTrainerLearns() {
    assertThat(TokenizerTrainer.subwords(TestTexts.wordCounts(), 700, 4))
        .isEqualTo(TestTexts.lines("subwords.txt"));
  }

  @Test
  void learnsTheWordsThatHuggingFacesTrainerLearns() {
    assertThat(TokenizerTrainer.words(TestTexts.wordCounts(), 700, 4))
        .isEqualTo(TestTexts.lines("words.txt"));
  }

  @Test
  void learnsTheBytePairsThatHuggingFacesTrainerLearns() {
    LearnedPairs learned = TokenizerTrainer.bytePairs(TestTexts.wordCounts(), 700, 4);
    assertThat(learned.vocabulary()).isEqualTo(TestTexts.lines("byte-pairs.txt"));
    assertThat(learned.merges()).isEqualTo(TestTexts.lines("byte-pair-merges.txt"));
  }

  @Test
  void learnsFromATextWhatHuggingFacesTrainersLearn() {
    WordCounter subwords = new WordCounter(PreTokenizer.LOWER_CASE);
    WordCounter bytePairs = new WordCounter(PreTokenizer.KEEP_CASE_BYTES);
    for (String line : TestTexts.lines("generated.txt")) {
      subwords.add(line);
      bytePairs.add(line);
    }
    assertThat(TokenizerTrainer.subwords(subwords.drain(), 1000, 2))
        .isEqualTo(TestTexts.lines("generated-subwords.txt"));
    LearnedPairs learned = TokenizerTrainer.bytePairs(bytePairs.drain(), 1000, 2);
    assertThat(learned.vocabulary()).isEqualTo(TestTexts.lines("generated-byte-pairs.txt"));
    assertThat(learned.merges()).isEqualTo(TestTexts.lines("generated-byte-pair-merges.txt"));
  }

  @Test
  void doesNotDependOnTheOrderOfTheCounts() {
    Map<String, Long> counts = TestTexts.wordCounts();
    List<String> words = new ArrayList<>(counts.keySet());
    Collections.shuffle(words, new Random(3));
    Map<String, Long> shuffled = new LinkedHashMap<>();
    words.forEach(word -> shuffled.put(word, counts.get(word)));
    assertThat(TokenizerTrainer.subwords(shuffled, 700, 1))
        .isEqualTo(TokenizerTrainer.subwords(counts, 700, 1));
  }

  @Test
  void ordersEquallyFrequentWordsByCodePoint() {
    // U+FF21 comes before U+1F600, though not in UTF-16.
    assertThat(TokenizerTrainer.words(Map.of("😀", 2L, "Ａ", 2L, "b", 2L, "z", 3L), 9, 1))
        .containsExactly("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "z", "b", "Ａ", "😀");
  }

  @Test
  void stopsAtTheSizeEvenWhereTheAlphabetAloneIsLarger() {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int c = 0x4E00; c < 0x4F00; c++) {
      counts.put("a" + Character.toString(c), 1L);
    }
    assertThat(TokenizerTrainer.subwords(counts, 100, 1))
        .hasSize(100)
        .contains("a", "一", "##一")
        .doesNotContain("##a", "仿");
  }

  @Test
  void doesNotMergeRarePairs() {
    assertThat(TokenizerTrainer.subwords(Map.of("ab", 3L, "cd", 2L), 100, 3))
        .endsWith("##b", "##d", "ab");
  }
}
