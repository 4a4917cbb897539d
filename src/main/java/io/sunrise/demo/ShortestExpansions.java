package io.sunrise.demo;

import io.sunrise.SunriseException;
import io.sunrise.demo.Grammar.Call;
import io.sunrise.demo.Grammar.Part;
import io.sunrise.demo.Grammar.Rule;
import java.util.HashMap;
import java.util.Map;

/** Finds the alternative of each rule with the smallest depth of nested rules. */
final class ShortestExpansions {
  private static final int INFINITE = Integer.MAX_VALUE;

  private ShortestExpansions() {}

  /** Sets {@link Rule#shortest}; fails for a rule without a finite expansion. */
  static void mark(Map<Rule, String> names) {
    Map<Rule, Integer> depths = new HashMap<>();
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Rule rule : names.keySet()) {
        changed |= shorten(rule, depths);
      }
    }
    names.forEach(
        (rule, name) -> {
          if (!depths.containsKey(rule)) {
            throw SunriseException.of(
                "generated text: every line of [%s] refers back to it; add one that does not",
                name);
          }
        });
  }

  private static boolean shorten(Rule rule, Map<Rule, Integer> depths) {
    boolean changed = false;
    for (int i = 0; i < rule.alternatives.length; i++) {
      int depth = depth(rule.alternatives[i], depths);
      if (depth < depths.getOrDefault(rule, INFINITE)) {
        depths.put(rule, depth);
        rule.shortest = i;
        changed = true;
      }
    }
    return changed;
  }

  private static int depth(Part[] parts, Map<Rule, Integer> depths) {
    int deepest = 0;
    for (Part part : parts) {
      if (part instanceof Call call) {
        deepest = Math.max(deepest, depths.getOrDefault(call.rule(), INFINITE));
      }
    }
    return deepest == INFINITE ? INFINITE : deepest + 1;
  }
}
