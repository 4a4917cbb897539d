package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Trains WordPiece like {@code WordPieceTrainer} of Hugging Face's tokenizers, with {@code ##} for
 * continuations.
 *
 * <p>Hugging Face numbers the continuations {@code ##a} in the order of a randomly seeded hash map,
 * so that its vocabularies differ between runs; here they follow the characters in code point
 * order.
 */
final class WordPieceTrainer {
  private final List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
  private final Map<String, Integer> ids = new HashMap<>();
  private final Map<String, Long> wordCounts;
  private final int size;
  private final Set<Integer> alphabet;

  WordPieceTrainer(Map<String, Long> wordCounts, int size) {
    this.wordCounts = wordCounts;
    this.size = size;
    alphabet = alphabet();
    addCharacters();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
  }

  List<String> train(long minFrequency) {
    List<String> spellings = new ArrayList<>(wordCounts.keySet());
    spellings.sort(CodePointOrder.INSTANCE);
    int[][] words = spellings.stream().map(this::pieces).toArray(int[][]::new);
    long[] counts = spellings.stream().mapToLong(wordCounts::get).toArray();
    return new PairMerger(vocabulary, WordPiece.PREFIX, words, counts)
        .train(size, minFrequency)
        .vocabulary();
  }

  /** All characters, or as many of the most frequent ones as fit both alone and as continuation. */
  private Set<Integer> alphabet() {
    Map<Integer, long[]> frequency = new HashMap<>();
    wordCounts.forEach(
        (word, count) ->
            word.codePoints()
                .forEach(c -> frequency.computeIfAbsent(c, k -> new long[1])[0] += count));
    Comparator<Map.Entry<Integer, long[]>> frequentFirst =
        Comparator.comparingLong(e -> -e.getValue()[0]);
    return frequency.entrySet().stream()
        .sorted(frequentFirst.thenComparing(Map.Entry::getKey))
        .limit(Math.max(0, (size - vocabulary.size()) / 2))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void addCharacters() {
    Set<Integer> continuing = new HashSet<>();
    for (String word : wordCounts.keySet()) {
      word.codePoints().skip(1).filter(alphabet::contains).forEach(continuing::add);
    }
    alphabet.stream().sorted().forEach(c -> vocabulary.add(Character.toString(c)));
    continuing.stream()
        .sorted()
        .forEach(c -> vocabulary.add(WordPiece.PREFIX + Character.toString(c)));
  }

  private int[] pieces(String word) {
    int[] characters = word.codePoints().toArray();
    int[] pieces = new int[characters.length];
    int length = 0;
    for (int i = 0; i < characters.length; i++) {
      if (alphabet.contains(characters[i])) {
        String character = Character.toString(characters[i]);
        pieces[length++] = ids.get(i == 0 ? character : WordPiece.PREFIX + character);
      }
    }
    return Arrays.copyOf(pieces, length);
  }
}
