package io.sunrise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InflectionTest {
  @ParameterizedTest
  @CsvSource({
    "plural, sea lion, sea lions",
    "plural, city, cities",
    "plural, key, keys",
    "plural, fox, foxes",
    "third, fall apart, falls apart",
    "third, go home, goes home",
    "third, carry, carries",
    "past, play cards, played cards",
    "past, stop, stopped",
    "past, look away, looked away",
    "past, bore, bored",
    "past, carry, carried",
    "ing, bake a cake, baking a cake",
    "ing, flee, fleeing",
    "ing, tie, tying",
    "ing, plan, planning",
    "ing, open, opening",
  })
  void followsTheRegularRules(String form, String word, String inflected) {
    assertThat(Inflection.form(form, word)).isEqualTo(inflected);
  }
}
