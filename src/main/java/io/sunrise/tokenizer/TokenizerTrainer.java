package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Trains a vocabulary on the word counts of a corpus. The result depends on the counts alone; the
 * index of a token in the list is its id, and the special tokens come first.
 */
public final class TokenizerTrainer {
  /**
   * A vocabulary of merged pairs.
   *
   * @param vocabulary tokens by id, the special tokens first
   * @param merges {@code left right} in the order learned; every joined pair is in the vocabulary
   */
  public record LearnedPairs(List<String> vocabulary, List<String> merges) {}

  private TokenizerTrainer() {}

  /**
   * The most frequent words, equally frequent ones in code point order, like Hugging Face's {@code
   * WordLevelTrainer}.
   *
   * @param size the vocabulary size, including special tokens
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
   * A WordPiece vocabulary: every character, alone and as {@code ##} continuation, then merged
   * pairs of pieces, the most frequent pair first.
   *
   * @param size the vocabulary size, including special tokens; never exceeded
   * @param minFrequency rarer pairs are not merged
   */
  public static List<String> subwords(Map<String, Long> counts, int size, long minFrequency) {
    return new WordPieceTrainer(counts, size).train(minFrequency);
  }

  /** The smallest byte-level vocabulary: the byte alphabet and the special tokens. */
  public static int smallestBytePairs() {
    return SpecialTokens.count() + ByteAlphabet.SPELLINGS.size();
  }

  /**
   * A vocabulary of byte-level BPE: the 256 bytes, then merged pairs of pieces, the most frequent
   * pair first.
   *
   * @param counts of the words of a byte-level pre-tokenizer
   * @param size the vocabulary size, including special tokens; at least {@link #smallestBytePairs}
   * @param minFrequency rarer pairs are not merged
   */
  public static LearnedPairs bytePairs(Map<String, Long> counts, int size, long minFrequency) {
    return BytePairTrainer.train(counts, size, minFrequency);
  }
}
