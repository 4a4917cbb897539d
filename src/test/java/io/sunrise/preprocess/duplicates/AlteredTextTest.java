package io.sunrise.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AlteredTextTest {
  private static final String TEXT =
      String.join(
          " ",
          IntStream.range(0, 60)
              .mapToObj(i -> "word" + i + (i % 6 == 5 ? "." : ""))
              .toArray(String[]::new));

  private static List<String> words(String text) {
    return Arrays.asList(text.split(" "));
  }

  private static String kind(String altered) {
    if (TEXT.startsWith(altered)) {
      return "cut";
    }
    Set<String> strange = new TreeSet<>(words(altered));
    strange.removeAll(words(TEXT));
    return strange.isEmpty() ? "swapped" : "typos";
  }

  @Test
  void endsAreCutTyposMadeAndSentencesSwapped() {
    Set<String> kinds = new TreeSet<>();
    for (long key = 0; key < 100; key++) {
      String altered = AlteredText.of(TEXT, key);
      String kind = kind(altered);
      kinds.add(kind);
      if (kind.equals("cut")) {
        assertThat(altered).hasSizeGreaterThanOrEqualTo(TEXT.length() / 2);
      } else {
        assertThat(words(altered)).hasSameSizeAs(words(TEXT));
      }
      if (kind.equals("swapped")) {
        assertThat(words(altered)).containsExactlyInAnyOrderElementsOf(words(TEXT));
      }
    }
    assertThat(kinds).containsExactly("cut", "swapped", "typos");
  }

  @Test
  void textsTooShortToAlterStayWhole() {
    for (long key = 0; key < 20; key++) {
      assertThat(AlteredText.of("", key)).isEmpty();
    }
  }
}
