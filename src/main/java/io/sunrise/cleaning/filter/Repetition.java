package io.sunrise.cleaning.filter;

import java.util.Arrays;

/**
 * How much of a text is repeated (Rae et al. 2021, table A1). An n-gram can only occur twice where
 * both its (n-1)-grams do, so each n considers only the n-grams left by n - 1: hardly any from n =
 * 4 on in most texts.
 */
final class Repetition {
  static final int FIRST_TOP = 2;
  static final int LAST_TOP = 4;
  static final int FIRST_DUPLICATE = 5;
  static final int LAST_DUPLICATE = 10;
  private static final long MULTIPLIER = 0xD6E8FEB86659FD93L;

  private final HashCounts table = new HashCounts();
  private final double[] top = new double[LAST_TOP + 1];
  private final double[] duplicate = new double[LAST_DUPLICATE + 1];
  private TextStatistics scan;

  /**
   * By the index of an n-gram's first word: its hash, its slot in the table, whether it occurs
   * twice.
   */
  private long[] grams = new long[0];

  private int[] slots = new int[0];
  private boolean[] repeated = new boolean[0];

  void read(TextStatistics text) {
    scan = text;
    Arrays.fill(top, 0);
    Arrays.fill(duplicate, 0);
    if (slots.length < scan.words.count()) {
      int size = 2 * scan.words.count();
      grams = new long[size];
      slots = new int[size];
      repeated = new boolean[size];
    }
    boolean any = true;
    for (int n = 1; any && n <= LAST_DUPLICATE; n++) {
      any = count(n);
      if (n >= FIRST_TOP && n <= LAST_TOP) {
        top[n] = share(topCharacters(n));
      } else if (any && n >= FIRST_DUPLICATE) {
        duplicate[n] = share(duplicateCharacters(n));
      }
    }
  }

  /** The share of characters in the most frequent n-gram, the first one of equals; n is 2 to 4. */
  double top(int n) {
    return top[n];
  }

  /** The share of characters in n-grams that occurred before, none counted twice; n is 5 to 10. */
  double duplicate(int n) {
    return duplicate[n];
  }

  double duplicateLines() {
    return duplicateShare(scan.lines);
  }

  double duplicateLineCharacters() {
    return share(characterSum(scan.lines));
  }

  double duplicateParagraphs() {
    return duplicateShare(scan.paragraphs);
  }

  double duplicateParagraphCharacters() {
    return share(characterSum(scan.paragraphs));
  }

  /** Counts the n-grams that may occur twice, and returns whether one does. */
  private boolean count(int n) {
    int last = scan.words.count() - n;
    table.clear(last + 1);
    for (int i = 0; i <= last; i++) {
      slots[i] = -1;
      if (n == 1 || (repeated[i] && repeated[i + 1])) {
        long before = n == 1 ? 0 : grams[i];
        grams[i] = before * MULTIPLIER + scan.words.hash(i + n - 1);
        slots[i] = table.add(grams[i]);
      }
    }
    boolean any = false;
    for (int i = 0; i <= last; i++) {
      repeated[i] = slots[i] >= 0 && table.count(slots[i]) > 1;
      any |= repeated[i];
    }
    return any;
  }

  private int topCharacters(int n) {
    int best = -1;
    for (int i = 0; i <= scan.words.count() - n; i++) {
      if (repeated[i] && (best < 0 || table.count(slots[i]) > table.count(slots[best]))) {
        best = i;
      }
    }
    return best < 0 ? 0 : table.count(slots[best]) * (scan.words.length(best, n) + n - 1);
  }

  /** Continues after an n-gram that occurred before, with the next word otherwise. */
  private int duplicateCharacters(int n) {
    int last = scan.words.count() - n;
    table.clear(last + 1);
    int characters = 0;
    for (int i = 0; i <= last; i++) {
      if (repeated[i] && table.count(table.add(grams[i])) > 1) {
        characters += scan.words.length(i, n);
        i += n - 1;
      }
    }
    return characters;
  }

  private double duplicateShare(SpanHashes spans) {
    table.clear(spans.count());
    int duplicates = 0;
    for (int i = 0; i < spans.count(); i++) {
      duplicates += table.count(table.add(spans.hash(i))) > 1 ? 1 : 0;
    }
    return spans.count() == 0 ? 0 : (double) duplicates / spans.count();
  }

  private int characterSum(SpanHashes spans) {
    table.clear(spans.count());
    int characters = 0;
    for (int i = 0; i < spans.count(); i++) {
      characters += table.count(table.add(spans.hash(i))) > 1 ? spans.length(i) : 0;
    }
    return characters;
  }

  private double share(int characters) {
    return scan.length() == 0 ? 0 : (double) characters / scan.length();
  }
}
