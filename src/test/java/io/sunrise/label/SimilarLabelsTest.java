package io.sunrise.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SimilarLabelsTest {
  @Test
  void findsLabelsThatDifferInCaseInLookAlikesAndInPunctuation() {
    assertThat(
            SimilarLabels.groups(
                List.of("NEGATIVE", "Positive", "negative", "n\u0435gative", "positive", "so so")))
        .containsExactly(
            List.of("NEGATIVE", "negative", "n\u0435gative"), List.of("Positive", "positive"));
    assertThat(SimilarLabels.groups(List.of("so so", "so-so", "\u0420\u041E", "PO", "ro")))
        .containsExactly(List.of("\u0420\u041E", "PO"), List.of("so so", "so-so"));
  }

  @Test
  void numbersAreComparedByTheirValue() {
    assertThat(SimilarLabels.groups(List.of("1", "1.0", "01", "10", "-1", "1.50", "1.5", "15")))
        .containsExactly(List.of("1", "1.0", "01"), List.of("1.50", "1.5"));
  }

  @Test
  void leavesDifferentLabelsAlone() {
    assertThat(
            SimilarLabels.groups(
                List.of("1", "2", "+", "-", "good", "bad", "\u0915\u0932", "\u0915\u0941\u0932")))
        .isEmpty();
  }
}
