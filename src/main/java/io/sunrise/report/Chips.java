package io.sunrise.report;

import java.util.List;

/** Tokens in a row, each in a box with what belongs to it underneath. */
final class Chips {
  private static final int MOST = 32;

  private Chips() {}

  static Element tokensWithIds(List<String> tokens, List<Integer> ids) {
    Element list = Element.of("ol", "chips");
    for (int i = 0; i < Math.min(tokens.size(), MOST); i++) {
      list.add(chip("chip", tokens.get(i), i < ids.size() ? Integer.toString(ids.get(i)) : ""));
    }
    return list.add(rest(tokens.size()));
  }

  /** A row as the model was given it; hidden places carry what stood there underneath. */
  static Element masked(MaskedRow row) {
    Element list = Element.of("ol", "chips");
    for (int i = 0; i < Math.min(row.masked().size(), MOST); i++) {
      String token = row.masked().get(i);
      list.add(
          row.predictionAt(i)
              .map(prediction -> chip("chip hidden-token", token, prediction.expected()))
              .orElseGet(() -> chip("chip", token, "")));
    }
    return list.add(rest(row.masked().size()));
  }

  private static Element chip(String cssClass, String token, String below) {
    Element chip = Element.of("li", cssClass).add(Element.of("span").text(token));
    return below.isEmpty() ? chip : chip.add(Element.of("small").text(below));
  }

  private static List<Element> rest(int tokens) {
    return tokens <= MOST
        ? List.of()
        : List.of(Element.of("li", "chip more").text("… " + (tokens - MOST) + " more"));
  }
}
