package io.sunrise.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sunrise.config.CleaningSettings.CleaningStep;
import io.sunrise.data.read.MarkdownDocument;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Each cleaning step is idempotent and takes linear time for any text: random characters with
 * unpaired surrogates, and pieces that are meaningful to a step.
 */
class CleanerFuzzTest {
  private static final int REPEATED_CHARACTERS = 60_000;
  private static final TextCleaner ALL = new TextCleaner(List.of(CleaningStep.values()));

  private static final List<String> PIECES =
      List.of(
          "a",
          "Word",
          ".",
          " ",
          "\n",
          "\n\n",
          "\t",
          "\r\n",
          "\u00A0",
          "\u2028",
          "\u0085",
          // Unpaired surrogates, private-use and zero-width characters, byte order marks.
          "\uD83D",
          "\uDE00",
          "\uD83D\uDE00",
          "\uE000",
          "\u200B",
          "\u200D",
          "\uFEFF",
          "\uFFFD",
          // Right-to-left text and control characters.
          "\u05E9\u05DC\u05D5\u05DD",
          "\u0645\u0631\u062D\u0628\u0627",
          "\u200F",
          "\u202E",
          "\u2066",
          // Marks that combine, decompose or are reordered.
          "e\u0301",
          "\u0301",
          "\u0316",
          "\u0344",
          "\u0F73",
          "\u1100\u1161",
          "\u0338",
          // Mojibake and prefixes of it.
          "â€™",
          "Ã©",
          "Ã",
          "Â",
          "â",
          "€",
          "ƒ",
          "¬",
          "ð",
          "\u009F",
          "\u0080",
          "Ã¢â‚¬â„¢",
          // HTML.
          "<",
          ">",
          "</",
          "/>",
          "<b",
          "<b>",
          "<p ",
          "<!",
          "<!--",
          "--",
          "-->",
          "<script>",
          "</script>",
          "<style",
          "&",
          "&amp;",
          "amp;",
          "&lt;",
          "&#60;",
          "&#x3e;",
          "&acirc;",
          ";",
          // MediaWiki and Markdown.
          "[",
          "]",
          "[[",
          "]]",
          "|",
          "{{",
          "}}",
          "'",
          "''",
          "=",
          "==",
          "*",
          "**",
          "_",
          "__",
          "#",
          "\n# ",
          "\n> ",
          "(",
          ")",
          "](",
          "](http",
          "![",
          "`",
          // Addresses, numbers, quotes.
          "http://",
          "www.",
          "@",
          "x@y.org",
          ".com",
          "+1 ",
          "(555) ",
          "555-0199",
          "[URL]",
          "’",
          "“");

  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> random = Arbitraries.strings().all().ofMaxLength(60);
    Arbitrary<String> joined =
        Arbitraries.of(PIECES).list().ofMaxSize(60).map(pieces -> String.join("", pieces));
    return Arbitraries.oneOf(List.of(random, joined));
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(list -> String.join("", list));
  }

  @Property(tries = 20_000)
  void aSingleStepIsIdempotent(@ForAll("texts") String text, @ForAll CleaningStep step) {
    String once = TextCleaner.apply(step, text);
    assertThat(TextCleaner.apply(step, once)).isEqualTo(once);
  }

  @Property(tries = 20_000)
  void allStepsTogetherAreIdempotent(@ForAll("texts") String text) {
    String once = ALL.clean(text);
    assertThat(ALL.clean(once)).isEqualTo(once);
    assertThat(once.chars()).noneMatch(c -> Character.isISOControl(c) && c != '\n');
  }

  @Property(tries = 60)
  void anyThreeThingsRepeatedTakeLinearTime(
      @ForAll("pieces") String first,
      @ForAll("pieces") String second,
      @ForAll("pieces") String third) {
    String text = repeated(first) + repeated(second) + repeated(third);
    assertTimeoutPreemptively(Duration.ofSeconds(10), () -> ALL.clean(text));
  }

  private static String repeated(String piece) {
    return piece.repeat(REPEATED_CHARACTERS / piece.length());
  }

  @Property(tries = 2000)
  void aMarkdownDocumentIsTextWhateverItHolds(@ForAll("texts") String markdown) {
    assertThat(MarkdownDocument.text(markdown)).isNotNull();
  }
}
