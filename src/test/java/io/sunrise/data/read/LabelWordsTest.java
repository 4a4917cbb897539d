package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "so good",
        " so good\t",
        "so good\u00A0",
        "\uFEFFso good",
        "so good\u200B",
        "so\u00A0\u200B good",
        "so\u3000good\u200D",
        "\u200Es\u00ADo\u2060 good\u0007\r"
      })
  void spellsLabelsAlikeThatLookTheSame(String found) {
    assertThat(LabelWords.clean(found)).isEqualTo("so good");
  }

  @Test
  void composesMarks() {
    assertThat(LabelWords.clean("tre\u0300s bien")).isEqualTo("tr\u00E8s bien");
  }

  @Test
  void keepsJoinersBetweenLetters() {
    String scientist = "\uD83D\uDC69\u200D\uD83D\uDD2C";
    assertThat(LabelWords.clean("\u200D" + scientist + "\u200C ")).isEqualTo(scientist);
  }

  @Test
  void nothingIsLeftOfALabelThatNobodySees() {
    assertThat(LabelWords.clean(" \u200B\uFEFF\u200D\u00A0")).isEmpty();
  }
}
