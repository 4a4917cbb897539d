package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LostMarksTest {
  @ParameterizedTest
  @CsvSource({
    "plain English, 0, ''",
    "schön, 0.2, ö becomes o",
    "क कु, 0.5, कु becomes क",
    "がき, 0.5, が becomes か",
    "'', 0, ''"
  })
  void countsTheMarksOfLetters(String text, double share, String example) {
    LostMarks lost = new LostMarks();
    lost.add(text);

    assertThat(lost.share()).isEqualTo(share);
    assertThat(lost.example()).isEqualTo(example);
  }
}
