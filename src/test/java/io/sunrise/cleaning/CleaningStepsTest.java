package io.sunrise.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sunrise.SunriseException;
import io.sunrise.TestTexts;
import io.sunrise.config.CleaningSettings.CleaningStep;
import io.sunrise.config.TestSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleaningStepsTest {
  private static final String[] PIECES = {
    "â€™",
    "Ã©",
    "Ã¢â‚¬â„¢",
    "É”",
    "…”",
    "é…”",
    "Ð¿Ñ€Ð¸",
    "ðŸ˜€",
    "ï»¿",
    "Â ",
    "http://",
    "www.",
    "a.b/c?d=e",
    "https://x.org/(y).",
    "me@",
    "x@y.org",
    "@",
    ".com",
    "+1 ",
    "(555) ",
    "555-",
    "0199",
    "+49 30 ",
    "1234",
    "’",
    "‘",
    "“",
    "”",
    "«",
    "[URL]",
    "[EMAIL]",
    "\n",
    "\n\n"
  };

  private static String clean(CleaningStep step, String text) {
    return new TextCleaner(List.of(step)).clean(text);
  }

  private static String nasty(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(TestTexts.nasty(random), 0, random.nextInt(3) == 0 ? 0 : 1);
      for (int j = random.nextInt(8); j >= 0; j--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.append(random.nextBoolean() ? TestTexts.nasty(random) : "").toString();
  }

  @Test
  void anyStepsInAnyOrderAreIdempotent() {
    Random random = new Random(3);
    List<CleaningStep> all = new ArrayList<>(Arrays.asList(CleaningStep.values()));
    for (int i = 0; i < 60_000; i++) {
      Collections.shuffle(all, random);
      TextCleaner cleaner = new TextCleaner(all.subList(0, random.nextInt(all.size() + 1)));
      String text = nasty(random);
      String once = cleaner.clean(text);
      assertThat(cleaner.clean(once)).as("%s of %s", cleaner, text).isEqualTo(once);
    }
  }

  @Test
  void theStandardStepsAreIdempotent() {
    Random random = new Random(4);
    for (int i = 0; i < 60_000; i++) {
      String text = nasty(random);
      String once = TextCleaner.STANDARD.clean(text);
      assertThat(TextCleaner.STANDARD.clean(once)).as(text).isEqualTo(once);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "I donâ€™t know ¦ I don’t know",
        "â€œcafÃ©â€\u009d â€” naÃ¯ve ¦ “café” — naïve",
        "Ã¢â‚¬â„¢ twice ¦ ’ twice",
        "ÐŸÑ€Ð¸Ð²ÐµÑ‚ ¦ Привет",
        "ðŸ˜€ fun ¦ 😀 fun",
        "Â£5, 20Â°C ¦ £5, 20°C",
        "At the café…” she said ¦ At the café…” she said",
        "CAFÉ” and „É“ and MÜ–” ¦ CAFÉ” and „É“ and MÜ–”",
        "“IRMÃ” and “ÃO” ¦ “IRMÃ” and “ÃO”",
        "été, Ärger, señor, â la ¦ été, Ärger, señor, â la",
      })
  void mojibakeIsRepairedWhereNothingElseIsLikely(String text, String clean) {
    assertThat(clean(CleaningStep.MOJIBAKE, text)).isEqualTo(clean);
  }

  @Test
  void addressesAndNumbersBecomePlaceholders() {
    assertThat(clean(CleaningStep.URLS, "See https://a.b/c?d=(e). Or (WWW.x.org), not http://"))
        .isEqualTo("See [URL]). Or ([URL]), not http://");
    assertThat(clean(CleaningStep.EMAILS, "ask me.you+x@mail.example.co.uk, not @me or a@b"))
        .isEqualTo("ask [EMAIL], not @me or a@b");
    assertThat(
            clean(
                CleaningStep.PHONES,
                "(555) 123-4567, 555-123-4567, +49 30 1234 5678, +1 555 123 4567; 1999-2001,"
                    + " 3.14159265, 2,000,000 and 123 456 7890"))
        .isEqualTo(
            "[PHONE], [PHONE], [PHONE], [PHONE]; 1999-2001, 3.14159265, 2,000,000 and 123 456"
                + " 7890");
  }

  @Test
  void quotesBecomePlain() {
    assertThat(clean(CleaningStep.QUOTES, "“It’s «so»,” ‘he’ said"))
        .isEqualTo("\"It's \"so\",\" 'he' said");
  }

  @Test
  void whiteSpaceAloneLeavesMarkup() {
    assertThat(clean(CleaningStep.WHITE_SPACE, "\n a\t <b>\u00a0b\nc\r\n\u2003\nd \n"))
        .isEqualTo("a <b> b c\n\nd");
  }

  @Test
  void unicodeAloneLeavesWhiteSpace() {
    assertThat(clean(CleaningStep.UNICODE, "e\u0301\u200b\u0096 \t\n\ud800x\u0000"))
        .isEqualTo("é– \t\nx");
  }

  @Test
  void noStepsLeaveTheTextAlone() {
    assertThat(new TextCleaner(List.of()).clean(" <b>\u0000\n")).isEqualTo(" <b>\u0000\n");
  }

  @Test
  void linesAreKeptForFiltersAndJoinedForTheModel() {
    String text = "one<br>two\n \n# three\nfour";
    assertThat(TextCleaner.STANDARD.lines(text)).isEqualTo("one\ntwo\n\nthree\nfour");
    assertThat(TextCleaner.STANDARD.clean(text)).isEqualTo("one two\n\nthree four");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "www.",
        "a@",
        "a.",
        "@a.",
        "+1 ",
        "(555) ",
        "555-",
        "12 ",
        "â€",
        "Ã",
        "ð",
        "\n",
        " \n",
        "http://a.",
        "www..",
        "[URL]",
        "x@y.z",
        "’"
      })
  void everyStepTakesLinearTimeForAnythingRepeated(String piece) {
    String text = piece.repeat(200_000 / piece.length());
    TextCleaner all = new TextCleaner(List.of(CleaningStep.values()));
    long start = System.nanoTime();
    all.clean(text);
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
  }

  /**
   * One piece repeated, followed by another one repeated, which closes what the first ones opened.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "Â ¦ ¬",
        "Ã ¦ ƒ",
        "< ¦ {{>}}",
        "<b ¦ {{>}}",
        "<b x ¦ [[>]]",
        "<!-- ¦ {{-->}}",
        "{{ ¦ [[a]]}}",
        "[[ ¦ ]]]](http://)",
        "[a ¦ ](http ",
        "e\u0301 ¦ \u0316\u0301",
      })
  void everyStepTakesLinearTimeForOneRepeatedThingAfterAnother(String first, String second) {
    String text = first.repeat(500_000 / first.length()) + second.repeat(500_000 / second.length());
    for (CleaningStep step : CleaningStep.values()) {
      assertTimeoutPreemptively(Duration.ofSeconds(10), () -> clean(step, text), step.name());
    }
  }

  @Test
  void aTextWithMoreMarkupInEveryRoundIsEmpty() {
    // U+200B as mojibake, hidden in an entity of the mojibake of another U+200B, and so on.
    String nested = "";
    for (int depth = 0; depth < 20; depth++) {
      nested = "&ac" + nested + "irc;€‹";
    }
    String once = TextCleaner.STANDARD.clean("A film." + nested);
    assertThat(TextCleaner.STANDARD.clean(once)).isEqualTo(once).isEmpty();
    assertThat(TextCleaner.STANDARD.clean("A film. &acirc;€‹")).isEqualTo("A film.");
  }

  @Test
  void theStepsSurviveWritingAndReading() {
    TextCleaner cleaner = new TextCleaner(List.of(CleaningStep.WHITE_SPACE, CleaningStep.URLS));
    assertThat(new String(cleaner.toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\"steps\":[\"white-space\",\"urls\"]}\n");
    assertThat(TextCleaner.read(cleaner.toJson(), "cleaning.json")).isEqualTo(cleaner);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[", "", "{\"steps\":[\"white\"]}", "{\"steps\":\"urls\"}"})
  void aFileWithoutStepsIsRefusedInOneLine(String json) {
    assertThatThrownBy(
            () -> TextCleaner.read(json.getBytes(StandardCharsets.UTF_8), "m/cleaning.json"))
        .isInstanceOf(SunriseException.class)
        .hasMessageStartingWith("m/cleaning.json: ")
        .hasMessageNotContaining("\n");
  }

  @Test
  void theReferenceNamesTheStandardSteps() {
    assertThat(new TextCleaner(TestSettings.preprocess("").cleaning().steps()))
        .isEqualTo(TextCleaner.STANDARD);
  }
}
