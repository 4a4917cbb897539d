package io.sunrise.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GrammarReaderTest {
  private static final String[] ANIMALS = {
    "columns s / p = plural of s", "zipf 0.5", "land: fox, mouse/mice", "sea: octopus"
  };

  @Test
  void agreesInNumberAndArticle() {
    assertThat(
            texts(
                "start s",
                "vary # s p",
                "[s]",
                "<np.#> <be.#>",
                "[np.s]",
                "a {animal.s}",
                "[np.p]",
                "the {animal.p}",
                "[be.s]",
                "runs.",
                "[be.p]",
                "run."))
        .contains("A fox runs.", "An octopus runs.", "The mice run.")
        .doesNotContain("A fox run.", "The mice runs.");
  }

  @Test
  void remembersChoicesByTheirNumber() {
    assertThat(texts("start s", "[s]", "{animal1.s} sees {animal1.p}"))
        .contains("Fox sees foxes")
        .doesNotContain("Fox sees mice");
  }

  @Test
  void seldomDrawsAWordOrALineTwice() {
    String[] grammar = {
      "start s", "[s]", "{animal.s} {animal.s} <t> <t>", "[once t]", "1", "2", "3"
    };
    assertThat(texts(grammar)).filteredOn(text -> text.contains("Fox fox")).hasSizeLessThan(3);
    assertThat(texts(grammar)).filteredOn(text -> text.contains("1 1")).hasSizeLessThan(3);
  }

  @Test
  void keepsTheOppositeOfAMark() {
    assertThat(
            texts(
                "start s",
                "vary @ + -",
                "opposite ~ @",
                "[s]",
                "<a@>",
                "[a@]",
                "not <b~>",
                "[b+]",
                "good",
                "[b-]",
                "bad"))
        .containsExactlyInAnyOrder("Not bad", "Not good");
  }

  @Test
  void endsARecursiveRule() {
    assertThat(texts("start s", "[s]", "9 * x <s>", "is y")).allMatch(text -> text.endsWith("y"));
  }

  @Test
  void refusesABrokenGrammarInOneLine() {
    refuses("grammar.txt:3: there is no rule [t]", "start s", "[s]", "a <t>");
    refuses("grammar.txt:3: a < is never closed", "start s", "[s]", "a <t");
    refuses("grammar.txt:3: animal.txt has no column 'x'", "start s", "[s]", "{animal.x}");
    refuses(
        "grammar.txt:3: animal.txt has no row tagged [air]", "start s", "[s]", "{animal[air].s}");
    refuses("grammar.txt:5: no rule uses [t]", "start s", "[s]", "a", "[t]", "b");
    refuses("every line of [s] refers back to it", "start s", "[s]", "a <s>");
    refuses("grammar.txt:2: no [rule] precedes this line", "start s", "a");
  }

  @Test
  void refusesABrokenWordList() {
    assertThatThrownBy(() -> WordTable.read("animal", List.of("columns s", "fox/foxes")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("animal.txt:2: 2 cells, expected at most 1");
    assertThatThrownBy(() -> WordTable.read("animal", List.of("columns s / home", "fox")))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("animal.txt:2: no home for 'fox'");
  }

  private static void refuses(String message, String... grammar) {
    assertThatThrownBy(() -> texts(grammar))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private static List<String> texts(String... grammar) {
    Map<String, List<String>> files = new HashMap<>();
    files.put("grammar", List.of(grammar));
    files.put("animal", List.of(ANIMALS));
    Grammar read = GrammarReader.read(files::get);
    return java.util.stream.LongStream.range(0, 300)
        .mapToObj(i -> read.expand("s", new RandomDraws(i)))
        .distinct()
        .toList();
  }
}
