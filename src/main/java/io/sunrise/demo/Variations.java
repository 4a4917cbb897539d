package io.sunrise.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The variables of the grammar, such as # for singular and plural. */
final class Variations {
  private static final String NO_OPPOSITE = "";

  /** A rule and one of its alternatives with all variables replaced; shares add up to 1. */
  record Variant(String heading, String template, double share) {}

  private final Map<String, List<String>> values = new LinkedHashMap<>();
  private final Map<String, String> opposites = new LinkedHashMap<>();

  /** Declares the variable of a line, if it is a declaration; returns whether it is one. */
  boolean declares(String line) {
    if (line.startsWith("vary ")) {
      List<String> words = List.of(line.substring("vary ".length()).split(" +"));
      values.put(words.get(0), words.subList(1, words.size()));
      return true;
    }
    if (line.startsWith("opposite ")) {
      String[] marks = line.substring("opposite ".length()).split(" +");
      if (marks.length < 2 || values.getOrDefault(marks[1], List.of()).size() != 2) {
        throw new IllegalArgumentException("an opposite needs a variable with two values");
      }
      opposites.put(marks[1], marks[0]);
      return true;
    }
    return false;
  }

  /** All variants of an alternative of a rule. */
  List<Variant> of(String heading, String template) {
    List<Variant> variants = List.of(new Variant(heading, template, 1));
    for (Map.Entry<String, List<String>> mark : values.entrySet()) {
      List<Variant> next = new ArrayList<>();
      for (Variant variant : variants) {
        vary(variant, mark.getKey(), mark.getValue(), next);
      }
      variants = next;
    }
    return variants;
  }

  private void vary(Variant variant, String mark, List<String> choices, List<Variant> into) {
    String opposite = opposites.getOrDefault(mark, NO_OPPOSITE);
    boolean inHeading = variant.heading.contains(mark);
    boolean inTemplate =
        variant.template.contains(mark)
            || (!opposite.isEmpty() && variant.template.contains(opposite));
    if (!inHeading && !inTemplate) {
      into.add(variant);
      return;
    }
    double share = inHeading ? variant.share : variant.share / choices.size();
    for (int i = 0; i < choices.size(); i++) {
      String template = variant.template.replace(mark, choices.get(i));
      if (!opposite.isEmpty()) {
        template = template.replace(opposite, choices.get(1 - i));
      }
      into.add(new Variant(variant.heading.replace(mark, choices.get(i)), template, share));
    }
  }
}
