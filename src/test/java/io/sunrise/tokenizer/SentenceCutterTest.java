package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.TestTexts;
import io.sunrise.cleaning.TextCleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceCutterTest {
  private static final Tokenizer TOKENIZER =
      Tokenizer.shared(TestTexts.subwords(PreTokenizer.LOWER_CASE), "tokenizer.json");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "One. Two! Three? Four | One. /Two! /Three? /Four",
        "it rose. it set... and so on | it rose. /it set... /and so on",
        "He said \"Go.\" (Really!) Done | He said \"Go.\" /(Really!) /Done",
        "Mr. Smith of St. Ives vs. Dr. J. Doe met e.g. Ann. Yes. | Mr. Smith of St. Ives vs. Dr. J. Doe met e.g. Ann. /Yes.",
        "It is 3.5 m, see a.b.c now | It is 3.5 m, see a.b.c now",
        "So did I. You too | So did I. /You too",
        "日が昇る。星が出る。 | 日が昇る。/星が出る。",
        "A heading¶Then text | A heading¶/Then text",
      })
  void splitsAtTheEndsOfSentences(String text, String sentences) {
    String split =
        String.join("/", SentenceSplitter.split(text.replace("¶", "\n\n")).stream().toList());
    assertThat(split.replace("/ ", " /")).isEqualTo(sentences.replace("¶", "\n\n"));
  }

  @Test
  void losesNothingOfAnyText() {
    Random random = new Random(31);
    for (int i = 0; i < 10_000; i++) {
      String text = TestTexts.nasty(random);
      assertThat(String.join("", SentenceSplitter.split(text))).isEqualTo(text);
    }
  }

  @Test
  void fillsARowWithWholeSentences() {
    assertThat(rows(9, "The sun rises. It sets. It was night. Was it?"))
        .containsExactly("the sun rises . it sets .", "it was night . was it ?");
  }

  @Test
  void cutsALongSentenceAfterAClauseElseAfterAWord() {
    assertThat(rows(8, "The sun rises in the east, and it sets in the west and the moon rises"))
        .containsExactly(
            "the sun rises in the east ,", "and it sets in the west and the", "moon rises");
  }

  @Test
  void joinsWhatIsLeftOfALongSentenceWithTheNext() {
    assertThat(rows(8, "The sun rises in the east and it sets. It was night."))
        .containsExactly("the sun rises in the east and it", "sets . it was night .");
  }

  @Test
  void cutsInsideNoWordThatFitsARow() {
    assertThat(rows(4, "It was sun's set in the west"))
        .containsExactly("it was", "sun [UNK] s set", "in the west");
  }

  @Test
  void cutsInsideAWordThatAloneIsLongerThanARow() {
    assertThat(rows(2, "The ssss sun")).containsExactly("the", "ss", "##ss", "sun");
  }

  @Test
  void endsAClauseAtDashesAndSemicolons() {
    assertThat(rows(8, "The sun rises; it sets in the west and the moon"))
        .containsExactly("the sun rises ;", "it sets in the west and the moon");
    assertThat(rows(8, "The sun rises - it sets in the west and the moon"))
        .containsExactly("the sun rises [UNK]", "it sets in the west and the moon");
    assertThat(rows(8, "The sun rises—it sets in the west and the moon"))
        .containsExactly("the sun rises [UNK]", "it sets in the west and the moon");
  }

  @Test
  void startsARowForEverySentenceOnRequest() {
    List<int[]> rows =
        SentenceCutter.apart(TOKENIZER, 9).rows("The sun rises. It sets. It was night. Was it?");
    assertThat(rows)
        .extracting(SentenceCutterTest::spell)
        .containsExactly("the sun rises .", "it sets .", "it was night .", "was it ?");
  }

  @Test
  void hasNoRowForNoText() {
    assertThat(rows(5, " \n\n ")).isEmpty();
  }

  @Test
  void keepsEveryIdInOrderWithinTheLimit() {
    Random random = new Random(32);
    for (int i = 0; i < 2000; i++) {
      String text = TextCleaner.STANDARD.clean(TestTexts.nasty(random));
      // A limit above the longest word.
      List<int[]> rows = SentenceCutter.joining(TOKENIZER, 12).rows(text);
      assertThat(rows).allSatisfy(row -> assertThat(row.length).isBetween(1, 12));
      int[] joined = rows.stream().flatMapToInt(Arrays::stream).toArray();
      assertThat(joined).as(text).isEqualTo(TOKENIZER.encode(text));
    }
  }

  @Test
  void takesLinearTimeForATextWithoutSentences() {
    String text = "sun, ".repeat(100_000) + "the ".repeat(200_000) + ".x".repeat(200_000) + "...";
    assertThat(SentenceCutter.joining(TOKENIZER, 48).rows(text + ".".repeat(300_000) + "x"))
        .isNotEmpty();
  }

  private static List<String> rows(int limit, String text) {
    List<String> rows = new ArrayList<>();
    for (int[] row : SentenceCutter.joining(TOKENIZER, limit).rows(text)) {
      rows.add(spell(row));
    }
    return rows;
  }

  private static String spell(int[] row) {
    return String.join(" ", TOKENIZER.tokens(row)).replace(" ##", "");
  }
}
