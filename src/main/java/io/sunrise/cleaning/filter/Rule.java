package io.sunrise.cleaning.filter;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One reason to drop a text.
 *
 * @param name its place below {@code preprocess.filters} in the configuration
 * @param <T> what it looks at
 */
record Rule<T>(String name, Predicate<T> isBroken) {

  static <T> Optional<String> firstBroken(List<Rule<T>> rules, T facts) {
    for (Rule<T> rule : rules) {
      if (rule.isBroken.test(facts)) {
        return Optional.of(rule.name);
      }
    }
    return Optional.empty();
  }
}
