package io.sunrise.cleaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sunrise.TestTexts;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCleanerTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '~',
      value = {
        "A film.<br />A joy. ¦ A film. A joy.",
        "A film.<br /><br/>A joy. ¦ A film.¶A joy.",
        "<p>One</p><P class=\"x\">Two</P> ¦ One¶Two",
        "s<b>o</b>me<!-- not > this --> <i>more</i> ¦ some more",
        "a<script type='x'>if (a<b) { x > <b>y</b>; }</script>b ¦ a¶b",
        "1 < 2 and 3 > 2, <3 you, <grin> ¦ 1 < 2 and 3 > 2, <3 you, <grin>",
        "<!DOCTYPE html><html><td>1</td><td>2</td> ¦ 1 2",
        "Tom &amp; Jerry &lt;b&gt;fast&lt;/b&gt; &#8220;ok&#x201D; &copy; ¦ Tom & Jerry fast “ok” ©",
        "&amp;amp;amp;lt; R&D; &unknown; &#150; &#0; ¦ < R&D; &unknown; –",
        "a&nbsp;b c​d­e f﻿ ¦ a b cde f",
        "'''Sun''' is ''hot'', isn't it; ''''mad''''s ¦ Sun is \"hot\", isn't it; mads",
        "his life  the ends ¦ his life – the end’s",
        "== History == ¦ History",
        "the [[Sun|star]] in [[space]] {{cite|{{x}} y}}now ¦ the star in space now",
        "see [the site](http://a.b/c) ![pic](/d.png) f(x) a[i](j) ¦ see the site pic f(x) a[i](j)",
        "# Title ¦ Title",
        "&gt; quoted ¦ quoted",
        "a **very** __good__ \"**film**\", f**k, *****, 2 ** 3 ¦ a very good \"film\", f**k, *****, 2 ** 3",
        "one\\ntwo\\r\\nthree\\n \\n\\nfour ¦ one two three¶four",
        "e\u0301 ¦ é",
      })
  void removesMarkupAndKeepsTheWords(String text, String clean) {
    assertThat(TextCleaner.STANDARD.clean(text.replace("\\n", "\n").replace("\\r", "\r")))
        .isEqualTo(clean.replace("¶", "\n\n"));
  }

  @Test
  void returnsEmptyTextForWhiteSpace() {
    assertThat(TextCleaner.STANDARD.clean("")).isEmpty();
    assertThat(TextCleaner.STANDARD.clean(" \t\n\u00a0\u200b<br>&nbsp;")).isEmpty();
  }

  @Test
  void removesUnpairedSurrogatesAndNoncharacters() {
    assertThat(TextCleaner.STANDARD.clean("a\ud800b\udc00c\uffffd\ufffde\u0007f\ue000g"))
        .isEqualTo("abcdefg");
  }

  @Test
  void isIdempotent() {
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      String text = TestTexts.nasty(random);
      String once = TextCleaner.STANDARD.clean(text);
      assertThat(TextCleaner.STANDARD.clean(once)).as(text).isEqualTo(once);
    }
  }

  @Test
  void normalizesWhiteSpaceAndUnicode() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      String clean = TextCleaner.STANDARD.clean(TestTexts.nasty(random));
      assertThat(Normalizer.isNormalized(clean, Normalizer.Form.NFC)).isTrue();
      assertThat(clean)
          .doesNotContainPattern("^\\s|\\s$|  |[^\\n]\\n[^\\n]|\\n\\n\\n|[\\t\\r\\u00a0]");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<",
        "<b",
        "<b ",
        "<!--",
        "<!-- >",
        "&",
        "&amp;",
        "&#59",
        "&lt;",
        "{{",
        "{{}",
        "[[",
        "[[a|",
        "[",
        "](",
        "[a](",
        "(",
        ")",
        "'",
        "' ",
        "=",
        "*",
        "**",
        "**a",
        "__ ",
        "# ",
        "> ",
        "\n",
        "\n#",
        "\u0316\u0301",
        "\u0344",
        "<b>",
        "</",
        "<script>",
        "a]](http",
        "\ud800",
        "&#x301;\u0316"
      })
  void takesLinearTimeForAnythingRepeated(String piece) {
    String text = "a" + piece.repeat(400_000) + "z" + ";>}])".repeat(100_000);
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> TextCleaner.STANDARD.clean(text));
    String nested = "[[".repeat(200_000) + "{{".repeat(200_000) + "<b ".repeat(200_000);
    String closed = nested + ">".repeat(200_000) + "}}".repeat(200_000) + "]]".repeat(200_000);
    assertThatCode(() -> TextCleaner.STANDARD.clean(closed)).doesNotThrowAnyException();
  }
}
