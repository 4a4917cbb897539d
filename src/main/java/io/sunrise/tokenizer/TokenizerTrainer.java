package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Learns a vocabulary from the words of a corpus and how often each occurs. The result depends on
 * the counts alone; the index of a token in the list is its id, and the special tokens come first.
 */
public final class TokenizerTrainer {
  private TokenizerTrainer() {}

  /**
   * The most frequent words, equally frequent ones in the order of their code points: what Hugging
   * Face's {@code WordLevelTrainer} chooses.
   *
   * @param size ids in all, special tokens included
   * @param minFrequency rarer words get no id
   */
  public static List<String> words(Map<String, Long> counts, int size, long minFrequency) {
    List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
    counts.entrySet().stream()
        .filter(e -> e.getValue() >= minFrequency && !SpecialTokens.SPELLINGS.contains(e.getKey()))
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry::getKey, CodePointOrder.INSTANCE))
        .limit(Math.max(0, size - vocabulary.size()))
        .forEach(e -> vocabulary.add(e.getKey()));
    return vocabulary;
  }

  /**
   * A WordPiece vocabulary: every character, alone and as {@code ##} continuation, then pieces
   * joined pair by pair, the most frequent pair first.
   *
   * @param size ids in all, special tokens included; never exceeded
   * @param minFrequency a rarer pair is not joined
   */
  public static List<String> subwords(Map<String, Long> counts, int size, long minFrequency) {
    return new WordPieceTrainer(counts, size).train(minFrequency);
  }

  /** Characters of which every byte-level vocabulary consists, with the special tokens. */
  public static int smallestBytePairs() {
    return SpecialTokens.SPELLINGS.size() + ByteAlphabet.SPELLINGS.size();
  }

  /**
   * A vocabulary of byte-level BPE: the 256 bytes, then pieces joined pair by pair, the most
   * frequent pair first.
   *
   * @param counts of the words of a pre-tokenizer for bytes
   * @param size ids in all, special tokens included; at least {@link #smallestBytePairs}
   * @param minFrequency a rarer pair is not joined
   */
  public static LearnedPairs bytePairs(Map<String, Long> counts, int size, long minFrequency) {
    return BytePairTrainer.train(counts, size, minFrequency);
  }
}
