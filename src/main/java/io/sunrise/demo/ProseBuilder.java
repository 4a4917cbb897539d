package io.sunrise.demo;

import java.util.List;

/**
 * Builds a text: capitalizes the beginning of a sentence, turns "a" into "an" before a vowel sound,
 * and writes no space before punctuation or twice in a row, so that any part of a sentence in the
 * grammar may be empty.
 */
final class ProseBuilder {
  private static final List<String> VOWEL_LETTER_CONSONANT_SOUND =
      List.of("uniq", "unif", "unit", "univ", "unis", "use", "usu", "uk", "eu", "one", "once");
  private static final List<String> CONSONANT_LETTER_VOWEL_SOUND =
      List.of("hour", "honest", "honour", "heir", "8", "11", "18");

  private final StringBuilder text = new StringBuilder(256);
  private boolean capitalNext;

  /** An empty text; the fragment of a sentence does not begin with a capital letter. */
  ProseBuilder(boolean fragment) {
    capitalNext = !fragment;
  }

  /** Appends; the character ^ makes the next letter a capital. */
  void append(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (c == '^') {
        capitalNext = true;
      } else if (c == ' ') {
        space();
      } else if (isMark(c)) {
        mark(c);
      } else {
        letter(c, piece, i);
      }
    }
  }

  @Override
  public String toString() {
    return text.toString().strip();
  }

  private void space() {
    if (text.length() > 0 && last() != ' ') {
      text.append(' ');
    }
  }

  private void mark(char c) {
    if (text.length() > 0 && last() == ' ') {
      text.setLength(text.length() - 1);
    }
    text.append(c);
  }

  private void letter(char c, String piece, int at) {
    if (endsInArticle() && startsInVowelSound(piece, at)) {
      text.insert(text.length() - 1, 'n');
    }
    if (Character.isLetterOrDigit(c)) {
      text.append(capitalNext || beginsSentence() ? Character.toUpperCase(c) : c);
      capitalNext = false;
    } else {
      text.append(c);
    }
  }

  private char last() {
    return text.charAt(text.length() - 1);
  }

  private boolean beginsSentence() {
    int end = text.length();
    return end >= 2 && last() == ' ' && ".!?".indexOf(text.charAt(end - 2)) >= 0;
  }

  private boolean endsInArticle() {
    int end = text.length();
    return end >= 2
        && text.charAt(end - 1) == ' '
        && (text.charAt(end - 2) == 'a' || text.charAt(end - 2) == 'A')
        && (end == 2 || !Character.isLetter(text.charAt(end - 3)));
  }

  private static boolean startsInVowelSound(String piece, int at) {
    for (String exception : CONSONANT_LETTER_VOWEL_SOUND) {
      if (piece.startsWith(exception, at)) {
        return true;
      }
    }
    for (String exception : VOWEL_LETTER_CONSONANT_SOUND) {
      if (piece.regionMatches(true, at, exception, 0, exception.length())) {
        return false;
      }
    }
    return "aeiouAEIOU".indexOf(piece.charAt(at)) >= 0;
  }

  private static boolean isMark(char c) {
    return ".,;:!?".indexOf(c) >= 0;
  }
}
