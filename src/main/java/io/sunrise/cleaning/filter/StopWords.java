package io.sunrise.cleaning.filter;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Counts different stop words, ignoring case and surrounding punctuation, until enough are found.
 */
final class StopWords {
  private final char[][] words;
  private final boolean[] seen;
  private final int wanted;
  private final int longest;
  private int found;

  /**
   * @param wanted the number of different ones at which the search ends
   */
  StopWords(List<String> words, int wanted) {
    this.words =
        words.stream().map(w -> w.toLowerCase(Locale.ROOT).toCharArray()).toArray(char[][]::new);
    this.seen = new boolean[words.size()];
    this.wanted = wanted;
    this.longest = words.stream().mapToInt(String::length).max().orElse(0);
  }

  void clear() {
    found = 0;
    Arrays.fill(seen, false);
  }

  int found() {
    return found;
  }

  /** Checks the word {@code text[start, end)}. */
  void check(char[] text, int start, int end) {
    if (found >= wanted) {
      return;
    }
    int first = start;
    int last = end;
    while (first < last && !Character.isLetterOrDigit(text[first])) {
      first++;
    }
    while (first < last && !Character.isLetterOrDigit(text[last - 1])) {
      last--;
    }
    if (first == last || last - first > longest) {
      return;
    }
    for (int word = 0; word < words.length; word++) {
      if (!seen[word] && equal(words[word], text, first, last)) {
        seen[word] = true;
        found++;
      }
    }
  }

  private static boolean equal(char[] word, char[] text, int start, int end) {
    if (word.length != end - start) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (Character.toLowerCase(text[start + i]) != word[i]) {
        return false;
      }
    }
    return true;
  }
}
