package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/** Finds added tokens in text: the leftmost first, of those that begin together the longest. */
final class AddedTokens {
  /** By their first character, the longest first. */
  private final Map<Character, List<AddedToken>> tokens = new HashMap<>();

  AddedTokens(List<AddedToken> all) {
    for (AddedToken token : all) {
      tokens.computeIfAbsent(token.content().charAt(0), c -> new ArrayList<>()).add(token);
    }
    Comparator<AddedToken> byLength = Comparator.comparingInt(token -> token.content().length());
    tokens.values().forEach(list -> list.sort(byLength.reversed()));
  }

  /**
   * Splits a text around its tokens, in order.
   *
   * @param found receives the id of each token
   * @param between receives the text before, between and after them, unless it is empty
   */
  void split(String text, IntConsumer found, Consumer<String> between) {
    int from = 0;
    int at = 0;
    while (at < text.length()) {
      AddedToken token = longestAt(text, at);
      if (token == null) {
        at++;
        continue;
      }
      int start = token.lstrip() ? spaceBefore(text, from, at) : at;
      if (start > from) {
        between.accept(text.substring(from, start));
      }
      found.accept(token.id());
      at += token.content().length();
      at = token.rstrip() ? spaceAfter(text, at) : at;
      from = at;
    }
    if (from < text.length()) {
      between.accept(text.substring(from));
    }
  }

  private AddedToken longestAt(String text, int at) {
    for (AddedToken token : tokens.getOrDefault(text.charAt(at), List.of())) {
      if (text.startsWith(token.content(), at)) {
        return token;
      }
    }
    return null;
  }

  private static int spaceBefore(String text, int from, int at) {
    int start = at;
    while (start > from && isSpace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  private static int spaceAfter(String text, int at) {
    int end = at;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** Unicode's White_Space. */
  static boolean isSpace(char c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == '\u0085';
  }
}
