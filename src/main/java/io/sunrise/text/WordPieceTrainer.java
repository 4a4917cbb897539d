package io.sunrise.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Byte-pair merges over characters with {@code ##} for continuations, as {@code WordPieceTrainer}
 * of Hugging Face's tokenizers learns them: the most frequent pair is joined, of equally frequent
 * ones that with the smaller ids; a pair whose count has fallen since it was queued goes back in
 * line. (Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units",
 * 2016, algorithm 1.)
 *
 * <p>Hugging Face numbers the continuations {@code ##a} in the order of a randomly seeded hash map,
 * so that its vocabularies differ from run to run; here they follow the characters in the order of
 * code points.
 */
final class WordPieceTrainer {
  static final String PREFIX = "##";

  private final List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
  private final Map<String, Integer> ids = new HashMap<>();
  private final int size;

  /** The pieces of each word; the first {@code lengths[w]} are in use. */
  private final int[][] words;

  private final int[] lengths;
  private final long[] counts;

  /**
   * How often each pair stands in the corpus; the count of a joined pair stays, as in the model.
   */
  private final Map<Long, long[]> pairCounts = new HashMap<>();

  /** The words in which a pair newly stands, until it is queued. */
  private final Map<Long, WordList> newPlaces = new HashMap<>();

  private final PriorityQueue<Pair> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Pair p) -> -p.count).thenComparingLong(p -> p.key));

  WordPieceTrainer(Map<String, Long> wordCounts, int size) {
    this.size = size;
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    Set<Integer> alphabet = alphabet(wordCounts);
    addCharacters(wordCounts.keySet(), alphabet);
    List<String> spellings = new ArrayList<>(wordCounts.keySet());
    spellings.sort(CodePointOrder.INSTANCE);
    words = new int[spellings.size()][];
    lengths = new int[words.length];
    counts = new long[words.length];
    for (int w = 0; w < words.length; w++) {
      words[w] = pieces(spellings.get(w), alphabet);
      lengths[w] = words[w].length;
      counts[w] = wordCounts.get(spellings.get(w));
    }
  }

  List<String> train(long minFrequency) {
    for (int w = 0; w < words.length; w++) {
      for (int i = 0; i + 1 < lengths[w]; i++) {
        change(words[w][i], words[w][i + 1], w, 1);
      }
    }
    queueNewPlaces();
    while (vocabulary.size() < size && !queue.isEmpty()) {
      Pair top = queue.poll();
      long now = pairCounts.get(top.key)[0];
      if (now != top.count) {
        queue.add(new Pair(top.key, now, top.places));
      } else if (now < Math.max(1, minFrequency)) {
        break;
      } else {
        join(top);
      }
    }
    return List.copyOf(vocabulary);
  }

  /** The characters kept: all, or as many of the most frequent as surely fit, alone and as ##. */
  private Set<Integer> alphabet(Map<String, Long> wordCounts) {
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

  private void addCharacters(Set<String> spellings, Set<Integer> alphabet) {
    Set<Integer> continuing = new HashSet<>();
    for (String word : spellings) {
      word.codePoints().skip(1).filter(alphabet::contains).forEach(continuing::add);
    }
    alphabet.stream().sorted().forEach(c -> idOf(Character.toString(c)));
    continuing.stream().sorted().forEach(c -> idOf(PREFIX + Character.toString(c)));
  }

  private int idOf(String piece) {
    Integer known = ids.putIfAbsent(piece, vocabulary.size());
    if (known == null) {
      vocabulary.add(piece);
      return vocabulary.size() - 1;
    }
    return known;
  }

  private int[] pieces(String word, Set<Integer> alphabet) {
    int[] characters = word.codePoints().toArray();
    int[] pieces = new int[characters.length];
    int length = 0;
    for (int i = 0; i < characters.length; i++) {
      if (alphabet.contains(characters[i])) {
        String character = Character.toString(characters[i]);
        pieces[length++] = ids.get(i == 0 ? character : PREFIX + character);
      }
    }
    return Arrays.copyOf(pieces, length);
  }

  private void join(Pair pair) {
    int left = (int) (pair.key >>> 32);
    int right = (int) pair.key;
    String tail = vocabulary.get(right);
    String joined = tail.startsWith(PREFIX) ? tail.substring(PREFIX.length()) : tail;
    int id = idOf(vocabulary.get(left) + joined);
    for (int i = 0; i < pair.places.length; i++) {
      joinIn(pair.places.words[i], left, right, id);
    }
    queueNewPlaces();
  }

  private void joinIn(int word, int left, int right, int joined) {
    int[] pieces = words[word];
    int length = lengths[word];
    int out = 0;
    int in = 0;
    while (in < length) {
      if (pieces[in] != left || in + 1 == length || pieces[in + 1] != right) {
        pieces[out++] = pieces[in++];
        continue;
      }
      in += 2;
      if (out > 0) {
        change(pieces[out - 1], left, word, -1);
        change(pieces[out - 1], joined, word, 1);
      }
      if (in < length) {
        change(right, pieces[in], word, -1);
        change(joined, pieces[in], word, 1);
      }
      pieces[out++] = joined;
    }
    lengths[word] = out;
  }

  private void change(int left, int right, int word, int times) {
    long key = ((long) left << 32) | right;
    pairCounts.computeIfAbsent(key, k -> new long[1])[0] += times * counts[word];
    if (times > 0) {
      newPlaces.computeIfAbsent(key, k -> new WordList()).add(word);
    }
  }

  private void queueNewPlaces() {
    newPlaces.forEach(
        (key, places) -> {
          long count = pairCounts.get(key)[0];
          if (count > 0) {
            queue.add(new Pair(key, count, places));
          }
        });
    newPlaces.clear();
  }

  /** A pair of piece ids (left in the upper half), its count when queued, and where it stood. */
  private record Pair(long key, long count, WordList places) {}

  /** Distinct indices of words, added in runs of equal ones. */
  private static final class WordList {
    int[] words = new int[2];
    int length;

    void add(int word) {
      if (length > 0 && words[length - 1] == word) {
        return;
      }
      if (length == words.length) {
        words = Arrays.copyOf(words, 2 * length);
      }
      words[length++] = word;
    }
  }
}
