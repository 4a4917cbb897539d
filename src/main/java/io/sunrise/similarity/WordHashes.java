package io.sunrise.similarity;

import io.sunrise.CounterRandom;
import java.util.Arrays;

/**
 * The words of a text as 64-bit hashes, for comparing texts: lower-case letters, digits and
 * combining marks; all other characters separate words. An ideograph is a word, because no space
 * separates it from its neighbours.
 */
public final class WordHashes {
  private static final long START = 0xCBF29CE484222325L;

  /** Odd, with the bits of the golden ratio, so that each character reaches the high bits. */
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private static final int MARKS =
      1 << Character.NON_SPACING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK;

  /** An ASCII character in lower case, 0 if it separates words. */
  private static final byte[] ASCII = new byte[128];

  static {
    for (int c = 0; c < ASCII.length; c++) {
      ASCII[c] = (byte) (Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0);
    }
  }

  private long[] words;
  private int count;
  private long word = START;
  private boolean inWord;

  private WordHashes(int expected) {
    words = new long[expected];
  }

  /** One hash for each word, in the order of the text. */
  public static long[] of(String text) {
    WordHashes hashes = new WordHashes(8 + text.length() / 5);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128) {
        hashes.add(ASCII[c]);
      } else {
        int codePoint = text.codePointAt(i);
        i += Character.charCount(codePoint) - 1;
        hashes.addBeyondAscii(codePoint);
      }
    }
    hashes.endWord();
    return Arrays.copyOf(hashes.words, hashes.count);
  }

  private void add(int lowerCase) {
    if (lowerCase == 0) {
      endWord();
    } else {
      word = (word ^ lowerCase) * MULTIPLIER;
      inWord = true;
    }
  }

  private void addBeyondAscii(int codePoint) {
    if (Character.isIdeographic(codePoint)) {
      endWord();
      add(codePoint);
      endWord();
    } else {
      boolean ofWord =
          Character.isLetterOrDigit(codePoint) || (MARKS >>> Character.getType(codePoint) & 1) != 0;
      add(ofWord ? Character.toLowerCase(codePoint) : 0);
    }
  }

  private void endWord() {
    if (!inWord) {
      return;
    }
    if (count == words.length) {
      words = Arrays.copyOf(words, 2 * count);
    }
    words[count++] = CounterRandom.bits(word, 0);
    word = START;
    inWord = false;
  }
}
