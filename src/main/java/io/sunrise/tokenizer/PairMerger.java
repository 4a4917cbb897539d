package io.sunrise.tokenizer;

import io.sunrise.tokenizer.TokenizerTrainer.LearnedPairs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns byte-pair merges like Hugging Face's tokenizers: the most frequent pair is merged, of
 * equally frequent ones that with the smaller ids; a pair whose count has decreased since it was
 * queued is queued again. (Sennrich, Haddow and Birch, "Neural machine translation of rare words
 * with subword units", 2016, algorithm 1.)
 */
final class PairMerger {
  private final List<String> vocabulary;
  private final List<String> merges = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final String continuation;

  /** The pieces of each word; the first {@code lengths[w]} are in use. */
  private final int[][] words;

  private final int[] lengths;
  private final long[] counts;

  /** The count of a merged pair is kept, as in Hugging Face's trainer. */
  private final PairTable pairs = new PairTable();

  /** Pairs with new occurrences that are not queued yet. */
  private final List<Long> found = new ArrayList<>();

  private final PriorityQueue<Pair> queue =
      new PriorityQueue<>(
          Comparator.comparingLong((Pair p) -> -p.count).thenComparingLong(p -> p.key));

  /**
   * A pair of ids (the left one in the upper half), its count when queued, and the words it is in.
   */
  private record Pair(long key, long count, PairTable.Places places) {}

  /**
   * @param vocabulary special tokens and alphabet, by id
   * @param continuation the prefix of pieces inside a word, removed on merging
   * @param words the ids of each word's characters; modified
   * @param counts of each word, at least 1
   */
  PairMerger(List<String> vocabulary, String continuation, int[][] words, long[] counts) {
    this.vocabulary = new ArrayList<>(vocabulary);
    this.continuation = continuation;
    this.words = words;
    this.counts = counts;
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    lengths = new int[words.length];
    for (int w = 0; w < words.length; w++) {
      lengths[w] = words[w].length;
    }
  }

  LearnedPairs train(int size, long minFrequency) {
    for (int w = 0; w < words.length; w++) {
      for (int i = 0; i + 1 < lengths[w]; i++) {
        change(words[w][i], words[w][i + 1], w, 1);
      }
    }
    queueFound();
    while (vocabulary.size() < size && !queue.isEmpty()) {
      Pair top = queue.poll();
      long now = pairs.count(top.key);
      if (now != top.count) {
        queue.add(new Pair(top.key, now, top.places));
      } else if (now < Math.max(1, minFrequency)) {
        break;
      } else {
        join(top);
      }
    }
    return new LearnedPairs(List.copyOf(vocabulary), List.copyOf(merges));
  }

  private void join(Pair pair) {
    int left = (int) (pair.key >>> 32);
    int right = (int) pair.key;
    String tail = vocabulary.get(right);
    String joined = vocabulary.get(left) + tail.substring(continuation.length());
    merges.add(vocabulary.get(left) + " " + tail);
    Integer known = ids.putIfAbsent(joined, vocabulary.size());
    if (known == null) {
      vocabulary.add(joined);
    }
    int id = known == null ? vocabulary.size() - 1 : known;
    for (int i = 0; i < pair.places.length; i++) {
      joinIn(pair.places.words[i], left, right, id);
    }
    queueFound();
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
    if (pairs.add(key, times * counts[word], word)) {
      found.add(key);
    }
  }

  private void queueFound() {
    for (long key : found) {
      PairTable.Places places = pairs.takePlaces(key);
      long count = pairs.count(key);
      if (count > 0) {
        queue.add(new Pair(key, count, places));
      }
    }
    found.clear();
  }
}
