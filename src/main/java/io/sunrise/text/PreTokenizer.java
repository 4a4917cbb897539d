package io.sunrise.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into words as the {@code BertNormalizer} and {@code BertPreTokenizer} of our
 * tokenizer.json do in Hugging Face's tokenizers: control characters out, spaces around Chinese
 * characters, accents off and letters lowered where the setting says so, then a cut at white space
 * and around every punctuation mark.
 */
public enum PreTokenizer {
  /** As BERT's uncased models: {@code "Élan vital!"} gives {@code elan vital !}. */
  LOWER_CASE,
  /** As BERT's cased models: {@code "Élan vital!"} gives {@code Élan vital !}. */
  KEEP_CASE;

  /** The pre-tokenizer for the setting {@code tokenizer.lower-case}. */
  public static PreTokenizer of(boolean lowerCase) {
    return lowerCase ? LOWER_CASE : KEEP_CASE;
  }

  boolean lowers() {
    return this == LOWER_CASE;
  }

  /** Whether every punctuation mark is a word of its own. */
  boolean setsMarksApart() {
    return true;
  }

  /** The words of a text, normalized, in order; none of them empty. */
  public List<String> words(String text) {
    return split(isAscii(text) ? text : normalize(text));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** What ASCII needs of the normalizer happens in {@link #split}. */
  private String normalize(String text) {
    StringBuilder normal = new StringBuilder(text.length() + 16);
    StringBuilder run = new StringBuilder();
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      // Accents fall either way; before the decomposition, a run of thousands costs nothing.
      if (BertCharacters.isDropped(c) || (this == LOWER_CASE && BertCharacters.isAccent(c))) {
        continue;
      }
      if (BertCharacters.isChinese(c)) {
        run.append(' ').appendCodePoint(c).append(' ');
      } else if (BertCharacters.isLater(c)) {
        appendRun(run, normal);
        normal.appendCodePoint(this == LOWER_CASE ? Character.toLowerCase(c) : c);
      } else {
        run.appendCodePoint(c);
      }
    }
    appendRun(run, normal);
    return normal.toString();
  }

  private void appendRun(StringBuilder run, StringBuilder normal) {
    if (this == KEEP_CASE) {
      normal.append(run);
    } else {
      Normalizer.normalize(run, Normalizer.Form.NFD)
          .codePoints()
          .filter(c -> !BertCharacters.isAccent(c))
          .forEach(c -> normal.appendCodePoint(Character.toLowerCase(c)));
    }
    run.setLength(0);
  }

  private List<String> split(String text) {
    List<String> words = new ArrayList<>(text.length() / 5 + 1);
    StringBuilder word = new StringBuilder();
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (BertCharacters.isWhitespace(c)) {
        flush(word, words);
      } else if (BertCharacters.isPunctuation(c)) {
        flush(word, words);
        words.add(Character.toString(c));
      } else if (!BertCharacters.isDropped(c)) {
        word.appendCodePoint(this == LOWER_CASE && c < 128 ? Character.toLowerCase(c) : c);
      }
    }
    flush(word, words);
    return words;
  }

  private static void flush(StringBuilder word, List<String> words) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
