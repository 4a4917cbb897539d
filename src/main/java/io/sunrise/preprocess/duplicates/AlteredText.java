package io.sunrise.preprocess.duplicates;

import io.sunrise.CounterRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Alters texts the way near copies differ. */
final class AlteredText {
  private static final double MAX_TYPOS = 0.08;
  private static final double MAX_CUT = 0.5;
  private static final double MAX_SWAPPED = 0.7;

  private AlteredText() {}

  /**
   * The text with typos, truncated, or with neighbouring sentences swapped. The key determines
   * which and how much, from no change to one that keeps about half of the 5-grams of prose.
   */
  static String of(String text, long key) {
    double amount = CounterRandom.uniform(key, 0);
    long places = CounterRandom.derive(key, 1);
    return switch (CounterRandom.below(key, 1, 3)) {
      case 0 -> typos(text, MAX_TYPOS * amount, places);
      case 1 -> text.substring(0, (int) (text.length() * (1 - MAX_CUT * amount)));
      default -> swapped(text, MAX_SWAPPED * amount, places);
    };
  }

  private static String typos(String text, double share, long key) {
    String[] words = text.split(" ");
    for (int i = 0; i < words.length; i++) {
      if (CounterRandom.uniform(key, i) < share) {
        words[i] = "q" + words[i];
      }
    }
    return String.join(" ", words);
  }

  private static String swapped(String text, double share, long key) {
    List<String> sentences = new ArrayList<>(Arrays.asList(text.split("(?<=[.!?]) ")));
    for (int i = 0; i + 1 < sentences.size(); i += 2) {
      if (CounterRandom.uniform(key, i) < share) {
        Collections.swap(sentences, i, i + 1);
      }
    }
    return String.join(" ", sentences);
  }
}
