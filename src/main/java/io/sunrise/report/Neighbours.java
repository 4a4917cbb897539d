package io.sunrise.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A word and the words whose co-occurrence vectors are nearest to its own, nearest first. */
record Neighbours(String word, List<Near> near) {

  /** A word with the cosine of the angle between the two vectors. */
  record Near(String word, double cosine) {}

  static List<Neighbours> listOf(JsonNode array) {
    List<Neighbours> words = new ArrayList<>();
    for (JsonNode node : array) {
      List<Near> near = new ArrayList<>();
      node.path("neighbours")
          .forEach(one -> near.add(new Near(one.path(0).asText(), JsonFields.number(one.path(1)))));
      words.add(new Neighbours(node.path("word").asText(), near));
    }
    return words;
  }

  /** Bars as long as the cosine, a list a word. */
  static Element grid(List<Neighbours> words) {
    Element all = Element.of("div", "guesses");
    for (Neighbours one : words) {
      Element list = Element.of("ul", "meters");
      for (Near near : one.near()) {
        list.add(Charts.shareBar(near.word(), near.cosine(), ""));
      }
      all.add(
          Element.of("div")
              .add(Element.of("p", "guess-title").text("near “" + one.word() + "”"), list));
    }
    return all;
  }
}
