package io.sunrise.report;

import java.util.List;

/** A row of tokens, each in a box with a caption below it. */
final class TokenList {
  private static final int MAX_TOKENS = 32;

  private TokenList() {}

  static Element tokensWithIds(List<String> tokens, List<Integer> ids) {
    Element list = Element.of("ol", "chips");
    for (int i = 0; i < Math.min(tokens.size(), MAX_TOKENS); i++) {
      list.add(chip("chip", tokens.get(i), i < ids.size() ? Integer.toString(ids.get(i)) : ""));
    }
    return list.add(more(tokens.size()));
  }

  /** A row as the model received it; below each masked token stands the original one. */
  static Element masked(MaskedRow row) {
    Element list = Element.of("ol", "chips");
    for (int i = 0; i < Math.min(row.masked().size(), MAX_TOKENS); i++) {
      String token = row.masked().get(i);
      list.add(
          row.predictionAt(i)
              .map(prediction -> chip("chip hidden-token", token, prediction.expected()))
              .orElseGet(() -> chip("chip", token, "")));
    }
    return list.add(more(row.masked().size()));
  }

  private static Element chip(String cssClass, String token, String below) {
    Element chip = Element.of("li", cssClass).add(Element.of("span").text(token));
    return below.isEmpty() ? chip : chip.add(Element.of("small").text(below));
  }

  private static List<Element> more(int tokens) {
    return tokens <= MAX_TOKENS
        ? List.of()
        : List.of(Element.of("li", "chip more").text("… " + (tokens - MAX_TOKENS) + " more"));
  }
}
