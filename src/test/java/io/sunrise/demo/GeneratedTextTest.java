package io.sunrise.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.config.SourceSettings.Subject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GeneratedTextTest {
  private static final Pattern WORD = Pattern.compile("[\\p{L}][\\p{L}'-]*");
  private static final Pattern WRONG_ARTICLE =
      Pattern.compile("\\b[Aa] (?=[aeio])(?!one|eu)\\S+|\\b[Aa]n (?=[^aeiouAEIOUhH])\\S+");

  @Test
  void isTheSameForTheSameSeedAndIndex() {
    assertThat(documents(1, 500)).isEqualTo(documents(1, 500));
    assertThat(labelled(1, 500)).isEqualTo(labelled(1, 500));
  }

  /** The text of a seed must not change by accident, because every run made with it would. */
  @Test
  void staysTheSameText() {
    assertThat(sha256(documents(1, 1000)))
        .isEqualTo("e4183eb5641b72305d217ae53a91e6c21aadc95bda05d3b3f22e745f014270e2");
    assertThat(sha256(labelled(1, 1000).stream().map(Object::toString).toList()))
        .isEqualTo("84b0dc04cc04a79becbc227e1ed2841ddd458d6d114c84031f0186db1b72f4f8");
  }

  @Test
  void differsBetweenSeeds() {
    Set<String> common = new HashSet<>(documents(1, 2000));
    common.retainAll(new HashSet<>(documents(2, 2000)));
    assertThat(common).hasSizeLessThan(20);
  }

  @Test
  void keepsToItsSubjects() {
    GeneratedText facts = new GeneratedText(1, List.of(Subject.FACTS));
    GeneratedText films = new GeneratedText(1, List.of(Subject.FILM));
    assertThat(LongStream.range(0, 2000).mapToObj(facts::document))
        .noneMatch(text -> text.contains("the film"));
    assertThat(LongStream.range(0, 2000).mapToObj(films::document))
        .noneMatch(text -> text.contains("the capital of"))
        .anyMatch(text -> text.contains("the film"));
    assertThat(LongStream.range(0, 2000).mapToObj(films::labelled))
        .noneMatch(opinion -> opinion.text().contains("battery"));
    assertThat(facts.holdsOpinions()).isFalse();
    assertThat(films.holdsOpinions()).isTrue();
  }

  @Test
  void usesAtLeastThreeThousandWords() {
    Set<String> words = new HashSet<>();
    for (String document : documents(3, 10_000)) {
      Matcher matcher = WORD.matcher(document.toLowerCase(Locale.ROOT));
      while (matcher.find()) {
        words.add(matcher.group());
      }
    }
    assertThat(words).hasSizeGreaterThan(3000);
  }

  @Test
  void seldomRepeatsADocument() {
    List<String> documents = documents(4, 200_000);
    assertThat(new HashSet<>(documents).size()).isGreaterThan(documents.size() * 99 / 100);
  }

  @Test
  void isWellFormed() {
    List<String> texts = new ArrayList<>(documents(5, 4000));
    labelled(5, 4000).forEach(labelled -> texts.add(labelled.text()));
    for (String text : texts) {
      assertThat(text)
          .matches("(?s)\"?[\\p{Lu}0-9].*[.!]")
          .doesNotContain(
              "  ", " .", " ,", "..", ",,", ",.", "{", "}", "<", ">", "[", "]", "^", "#")
          .doesNotContain("@", "~", "%", "$", "=", "*")
          .doesNotContainPattern(WRONG_ARTICLE)
          .doesNotContainPattern("[.!?] \\p{Ll}")
          .hasSizeLessThan(1000);
    }
  }

  @Test
  void staysShort() {
    double words =
        documents(6, 5000).stream().mapToInt(text -> text.split(" ").length).average().orElse(0);
    assertThat(words).isBetween(15.0, 35.0);
  }

  @Test
  void balancesTheLabelsOfEveryPair() {
    List<GeneratedText.Labelled> labelled = labelled(7, 2000);
    for (int i = 0; i < labelled.size(); i += 2) {
      assertThat(List.of(labelled.get(i).label(), labelled.get(i + 1).label()))
          .containsExactlyInAnyOrder("positive", "negative");
    }
    assertThat(IntStream.range(0, 1000).filter(i -> labelled.get(2 * i).label().equals("positive")))
        .hasSizeBetween(400, 600);
  }

  @Test
  void neverNamesALabel() {
    List<String> texts = new ArrayList<>(documents(8, 20_000));
    labelled(8, 5000).forEach(labelled -> texts.add(labelled.text()));
    assertThat(String.join("\n", texts)).doesNotContainIgnoringCase("positive", "negative");
  }

  /**
   * Most adjectives of opinion are rare or absent in a small labelled set, but not in documents.
   */
  @Test
  void leavesMostWordsOfOpinionToTheUnlabelledText() {
    Map<String, Integer> labelled =
        wordCounts(labelled(9, 800).stream().map(GeneratedText.Labelled::text).toList());
    Map<String, Integer> unlabelled = wordCounts(documents(9, 15_000));
    List<String> words = new ArrayList<>(singleWords("quality"));
    words.addAll(singleWords("trait"));
    assertThat(words)
        .filteredOn(word -> unlabelled.getOrDefault(word, 0) >= 10)
        .hasSizeGreaterThan(words.size() * 90 / 100);
    assertThat(words).filteredOn(labelled::containsKey).hasSizeLessThan(words.size() * 85 / 100);
    assertThat(words)
        .filteredOn(word -> labelled.getOrDefault(word, 0) >= 3)
        .hasSizeLessThan(words.size() / 2);
  }

  private static Map<String, Integer> wordCounts(List<String> texts) {
    Map<String, Integer> counts = new HashMap<>();
    for (String text : texts) {
      for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}'-]+")) {
        counts.merge(word, 1, Integer::sum);
      }
    }
    return counts;
  }

  private static List<String> singleWords(String name) {
    WordTable table = WordTable.read(name, GeneratedText.lines(name));
    return IntStream.of(table.select(Set.of()).rows())
        .mapToObj(row -> table.cell(row, 0))
        .filter(word -> word.indexOf(' ') < 0)
        .distinct()
        .toList();
  }

  private static List<String> documents(long seed, int count) {
    return LongStream.range(0, count)
        .mapToObj(new GeneratedText(seed, List.of())::document)
        .toList();
  }

  private static List<GeneratedText.Labelled> labelled(long seed, int count) {
    return LongStream.range(0, count)
        .mapToObj(new GeneratedText(seed, List.of())::labelled)
        .toList();
  }

  private static String sha256(List<String> texts) {
    try {
      byte[] bytes = String.join("\n", texts).getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
