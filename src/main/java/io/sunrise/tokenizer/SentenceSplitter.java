package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Splits text into sentences: after {@code . ! ?} and similar marks with the closing quotes that
 * follow, if white space is next, and at blank lines. A full stop after a title, an abbreviation or
 * an initial ends no sentence.
 *
 * <p>Not {@link java.text.BreakIterator}: it does not split before a lower-case letter, which is
 * common in informal text, and its rules change with the JDK, while ours give the same rows on
 * every machine.
 */
final class SentenceSplitter {
  private static final String TERMINATORS = ".!?…‽؟۔।";

  /** These end a sentence without white space. */
  private static final String WIDE_TERMINATORS = "。！？｡";

  private static final String CLOSERS = "\"')]}»”’›」』）";

  private static final Set<String> ABBREVIATIONS =
      Set.of(
          "mr", "mrs", "ms", "dr", "prof", "st", "rev", "hon", "gen", "col", "capt", "lt", "sgt",
          "sen", "rep", "gov", "jr", "sr", "vs", "cf", "e.g", "i.e", "approx", "fig", "vol", "pp",
          "jan", "feb", "apr", "aug", "sept", "oct", "nov", "dec");

  private static final int LONGEST_ABBREVIATION = 6;

  private SentenceSplitter() {}

  /** The sentences in order; concatenated, they are the text. */
  static List<String> split(String text) {
    List<String> sentences = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      int end = runEnd(text, at);
      if (end > at && endsSentence(text, at, end)) {
        sentences.add(text.substring(start, end));
        start = end;
      }
      at = Math.max(end, at + 1);
    }
    if (start < text.length()) {
      sentences.add(text.substring(start));
    }
    return sentences;
  }

  /**
   * The end of the terminators and closing marks, or of the line ends, that begin at {@code at}.
   */
  private static int runEnd(String text, int at) {
    char c = text.charAt(at);
    if (c == '\n') {
      return skip(text, at, "\n");
    }
    return TERMINATORS.indexOf(c) < 0 && WIDE_TERMINATORS.indexOf(c) < 0
        ? at
        : skip(text, skip(text, at, TERMINATORS + WIDE_TERMINATORS), CLOSERS);
  }

  private static boolean endsSentence(String text, int start, int end) {
    char first = text.charAt(start);
    if (first == '\n') {
      return end - start > 1;
    }
    boolean followed = end < text.length() && !isSpace(text.charAt(end));
    if (followed) {
      return WIDE_TERMINATORS.indexOf(first) >= 0;
    }
    return end > start + 1 || first != '.' || !isAbbreviation(text, start);
  }

  private static int skip(String text, int at, String characters) {
    int end = at;
    while (end < text.length() && characters.indexOf(text.charAt(end)) >= 0) {
      end++;
    }
    return end;
  }

  private static boolean isAbbreviation(String text, int stop) {
    int start = stop;
    int earliest = Math.max(0, stop - LONGEST_ABBREVIATION);
    while (start > earliest && isWordCharacter(text.charAt(start - 1))) {
      start--;
    }
    if (start > 0 && isWordCharacter(text.charAt(start - 1))) {
      return false;
    }
    String word = text.substring(start, stop);
    boolean initial =
        word.length() == 1 && Character.isUpperCase(word.charAt(0)) && !word.equals("I");
    return initial || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isWordCharacter(char c) {
    return c == '.' || Character.isLetterOrDigit(c);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
