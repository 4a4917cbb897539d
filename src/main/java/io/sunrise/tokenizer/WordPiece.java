package io.sunrise.tokenizer;

import java.util.Arrays;
import java.util.Map;

/**
 * Greedy maxTokenLength-match encoding: the maxTokenLength piece at the beginning of a word, then
 * the maxTokenLength {@code ##} piece that follows, up to its end; a word that cannot be covered is
 * {@code [UNK]}. (Song et al., "Fast WordPiece tokenization", 2021, section 3.1; pieces are cached,
 * so that their faster algorithm would not help here.)
 */
final class WordPiece implements WordModel {
  static final String PREFIX = "##";

  /** Longer words are {@code [UNK]}, as in BERT; in characters. */
  static final int MAX_WORD_CHARACTERS = 100;

  private final Map<String, Integer> ids;
  private final int[] unknown;
  private final int maxTokenLength;

  WordPiece(Map<String, Integer> ids) {
    this.ids = ids;
    unknown = new int[] {ids.get(SpecialTokens.UNKNOWN)};
    maxTokenLength = ids.keySet().stream().mapToInt(String::length).max().orElse(0);
  }

  @Override
  public int[] ids(String word) {
    if (word.codePointCount(0, word.length()) > MAX_WORD_CHARACTERS) {
      return unknown;
    }
    int[] found = new int[word.length()];
    int count = 0;
    int start = 0;
    while (start < word.length()) {
      String rest = start == 0 ? word : PREFIX + word.substring(start);
      int prefix = start == 0 ? 0 : PREFIX.length();
      int end = Math.min(rest.length(), maxTokenLength);
      Integer id = null;
      while (end > prefix && (id = ids.get(rest.substring(0, end))) == null) {
        end--;
      }
      if (id == null) {
        return unknown;
      }
      found[count++] = id;
      start += end - prefix;
    }
    return Arrays.copyOf(found, count);
  }

  /** Words hold no {@code #} but alone, so the prefix with something after it is never text. */
  @Override
  public boolean continues(String token) {
    return token.startsWith(PREFIX) && token.length() > PREFIX.length();
  }

  /** Punctuation is a word of its own, and no {@code ##} piece follows it. */
  @Override
  public boolean closes(String token) {
    return false;
  }
}
