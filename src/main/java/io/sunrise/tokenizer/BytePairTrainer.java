package io.sunrise.tokenizer;

import io.sunrise.tokenizer.TokenizerTrainer.LearnedPairs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Trains byte-level BPE like {@code BpeTrainer} of Hugging Face's tokenizers with the whole byte
 * alphabet as its initial alphabet.
 */
final class BytePairTrainer {
  private BytePairTrainer() {}

  static LearnedPairs train(Map<String, Long> wordCounts, int size, long minFrequency) {
    List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
    Map<Character, Integer> ids = new HashMap<>();
    for (String character : ByteAlphabet.SPELLINGS) {
      ids.put(character.charAt(0), vocabulary.size());
      vocabulary.add(character);
    }
    List<String> spellings = new ArrayList<>(wordCounts.keySet());
    spellings.sort(CodePointOrder.INSTANCE);
    int[][] words = new int[spellings.size()][];
    long[] counts = new long[words.length];
    for (int w = 0; w < words.length; w++) {
      String word = spellings.get(w);
      words[w] = ByteAlphabet.spell(word).chars().map(c -> ids.get((char) c)).toArray();
      counts[w] = wordCounts.get(word);
    }
    return new PairMerger(vocabulary, "", words, counts).train(size, minFrequency);
  }
}
