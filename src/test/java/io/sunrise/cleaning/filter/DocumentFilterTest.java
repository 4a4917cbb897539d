package io.sunrise.cleaning.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TestSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentFilterTest {
  private static final String PROSE =
      IntStream.range(0, 60)
              .mapToObj(i -> "prose" + (char) ('a' + i % 26) + i / 26)
              .collect(Collectors.joining(" "))
          + " and then the sun rose over it";

  private static DocumentFilter filter(String... overrides) {
    String filters = "filters { " + String.join(", ", overrides) + " }";
    return new DocumentFilter(TestSettings.preprocess(filters).filters());
  }

  private static String broken(String text, String... overrides) {
    return filter(overrides).broken(text).orElse("kept");
  }

  private static String quality(String text, String... overrides) {
    List<String> all = new ArrayList<>(List.of("quality.enabled=true"));
    all.addAll(List.of(overrides));
    return broken(text, all.toArray(String[]::new));
  }

  private static String repetition(String text) {
    return broken(text, "repetition.enabled=true");
  }

  @Test
  void aSentenceIsKeptByDefault() {
    assertThat(broken("The sun rises in the east.")).isEqualTo("kept");
    assertThat(broken("GREAT!!! 10/10")).isEqualTo("kept");
    assertThat(broken("太阳从东方升起。")).isEqualTo("kept");
    assertThat(broken("सूरज पूरब में उगता है")).isEqualTo("kept");
  }

  @Test
  void nonTextIsDroppedByDefault() {
    assertThat(broken("12.5 13.0 14 | 22 | 99 %")).isEqualTo("characters.min-letters");
    assertThat(broken("-----=====*****")).isEqualTo("characters.min-letters");
    assertThat(broken("abcd 12345678")).isEqualTo("characters.max-digits");
    assertThat(broken("SO LOUD", "characters.max-upper-case=0.7"))
        .isEqualTo("characters.max-upper-case");
  }

  @Test
  void proseIsKeptByTheQualityRules() {
    assertThat(quality(PROSE)).isEqualTo("kept");
  }

  @Test
  void eachQualityRuleDropsItsText() {
    assertThat(quality("The sun and the moon.")).isEqualTo("quality.min-words");
    assertThat(quality(PROSE, "quality.max-words=60")).isEqualTo("quality.max-words");
    assertThat(quality("a of i to ".repeat(20))).isEqualTo("quality.min-mean-word-length");
    assertThat(quality("extraordinarily and the ".repeat(1) + "internationalisation ".repeat(60)))
        .isEqualTo("quality.max-mean-word-length");
    assertThat(quality(PROSE + " #a #b #c #d #e #f #g #h"))
        .isEqualTo("quality.max-hashes-per-word");
    assertThat(quality(PROSE + " so... no… yes... we.... he... it... up… me..."))
        .isEqualTo("quality.max-ellipses-per-word");
    assertThat(quality(("- " + PROSE + "\n").repeat(5))).isEqualTo("quality.max-bullet-lines");
    assertThat(quality((PROSE + "...\n").repeat(5))).isEqualTo("quality.max-ellipsis-lines");
    assertThat(quality(PROSE + " 12345".repeat(20))).isEqualTo("quality.min-words-with-letter");
    assertThat(quality("prose without those words ".repeat(20)))
        .isEqualTo("quality.min-stop-words");
  }

  @Test
  void fewLinesAreNotJudgedByTheirEnds() {
    assertThat(quality(PROSE + "...")).isEqualTo("kept");
    assertThat(quality(PROSE + "...", "quality.min-lines=1"))
        .isEqualTo("quality.max-ellipsis-lines");
  }

  @Test
  void stopWordsAreFoundInAnyCaseAndPunctuationAndMayBeNone() {
    String text = "prosaic words ".repeat(30);
    assertThat(quality(text + "The (of), the")).isEqualTo("kept");
    assertThat(quality(text + "the The THE")).isEqualTo("quality.min-stop-words");
    assertThat(quality(text, "quality.stop-words=[]")).isEqualTo("kept");
  }

  @Test
  void eachRepetitionRuleDropsItsText() {
    assertThat(repetition(PROSE)).isEqualTo("kept");
    assertThat(repetition(PROSE + "\nx\nx\nx\nx")).isEqualTo("repetition.max-duplicate-lines");
    assertThat(repetition("a\nb\nc\n" + PROSE + "\nd\ne\n" + PROSE))
        .isEqualTo("repetition.max-duplicate-line-characters");
    assertThat(repetition("so good ".repeat(10))).isEqualTo("repetition.max-top-ngrams.2");
    assertThat(repetition(PROSE + " " + PROSE)).isEqualTo("repetition.max-duplicate-ngrams.5");
  }

  @Test
  void repetitionIsCountedAsInTheTableOfThePaper() {
    Random random = new Random(5);
    TextStatistics scan = new TextStatistics(new StopWords(List.of(), 0));
    Repetition repetition = new Repetition();
    for (int i = 0; i < 3000; i++) {
      int vocabulary = 1 + random.nextInt(12);
      String text =
          random
              .ints(random.nextInt(60), 0, vocabulary)
              .mapToObj(word -> "w".repeat(1 + word % 5) + word)
              .collect(Collectors.joining(" "));
      scan.read(text);
      repetition.read(scan);
      for (int n = 2; n <= 4; n++) {
        assertThat(repetition.top(n)).as(text).isEqualTo(topShare(text, n));
      }
      for (int n = 5; n <= 10; n++) {
        assertThat(repetition.duplicate(n)).as(text).isEqualTo(duplicateShare(text, n));
      }
    }
  }

  private static double topShare(String text, int n) {
    List<String> words = List.of(text.split(" "));
    Map<String, Integer> counts = new HashMap<>();
    List<String> grams = new ArrayList<>();
    for (int i = 0; i + n <= words.size(); i++) {
      grams.add(String.join(" ", words.subList(i, i + n)));
      counts.merge(grams.get(i), 1, Integer::sum);
    }
    String best = "";
    for (String gram : grams) {
      if (counts.get(gram) > Math.max(1, counts.getOrDefault(best, 0))) {
        best = gram;
      }
    }
    return text.isEmpty()
        ? 0
        : (double) best.length() * counts.getOrDefault(best, 0) / text.length();
  }

  private static double duplicateShare(String text, int n) {
    List<String> words = List.of(text.split(" "));
    Set<String> seen = new HashSet<>();
    int characters = 0;
    for (int i = 0; i + n <= words.size(); ) {
      String gram = String.join("", words.subList(i, i + n));
      if (seen.add(String.join(" ", words.subList(i, i + n)))) {
        i++;
      } else {
        characters += gram.length();
        i += n;
      }
    }
    return text.isEmpty() ? 0 : (double) characters / text.length();
  }

  @Test
  void otherLanguagesAreDroppedWhereTheDetectorIsSure() {
    String german =
        "Die Sonne geht im Osten auf und im Westen unter, und jeder weiß, dass es morgen wieder so"
            + " sein wird, auch wenn es heute den ganzen Tag geregnet hat.";
    String english =
        "The sun rises in the east and sets in the west, and everybody knows that it will do the"
            + " same tomorrow, even though it has been raining all day.";
    DocumentFilter filter = filter("language.allowed=[eng]");
    assertThat(filter.broken(english)).isEmpty();
    assertThat(filter.broken(german)).contains("language");
    assertThat(filter("language.allowed=[eng,deu]").broken(german)).isEmpty();
    assertThat(filter.rules()).endsWith("language");
  }

  @Test
  void inconsistentSettingsAreRefusedInOneLine() {
    assertRefused("unknown language english", "language.allowed=[english]");
    assertRefused(
        "max-top-ngrams has 2 shares, expected 3",
        "repetition.enabled=true",
        "repetition.max-top-ngrams=[0.1,0.2]");
    assertRefused("min-stop-words is 9, of 8", "quality.enabled=true", "quality.min-stop-words=9");
    assertRefused("expected a number from 0 to 1", "repetition.max-top-ngrams=[2, 0.2, 0.3]");
  }

  private static void assertRefused(String message, String... overrides) {
    assertThatThrownBy(() -> filter(overrides))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aTextOfAnyLengthAndCharactersIsRead() {
    DocumentFilter filter = filter("quality.enabled=true", "repetition.enabled=true");
    for (String text :
        List.of("", "\n", " \n\n ", "\ud800", "x\udc00", "…", "...", "a".repeat(9000))) {
      assertThat(filter.broken(text)).isPresent();
    }
  }
}
