package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Classification;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.ModelConfig;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaughtRowsTest {
  static final Classification CLASSIFIER =
      new Classification(
          new ModelConfig(20, 8, 1, 2, 16, 8, 0), 2, new LossOptions(0.2, List.of(0.5, 1.5)));
  static final TokenRows LABELLED =
      rows(new TokenRow(3, 1, new int[] {2, 5, 3}), new TokenRow(7, 0, 2f, new int[] {2, 6, 3}));
  static final TokenRows SOFT =
      rows(new TokenRow(0, 1, 1f, new int[] {2, 7, 3}, new float[] {0.4f, 0.6f}));

  @Test
  void labelledRowsComeFirstWithTheirClassesWeightAndSmoothedLabels() {
    List<TokenRow> rows = list(TaughtRows.of(CLASSIFIER, LABELLED, SOFT));

    assertThat(rows).extracting(TokenRow::index).containsExactly(3L, 7L, 8L);
    float weight = TaughtRows.LABELLED_WEIGHT;
    assertThat(rows)
        .extracting(TokenRow::weight)
        .containsExactly(1.5f * weight, 0.5f * 2 * weight, 1f);
    assertThat(rows.get(0).probabilities()).containsExactly(0.1f, 0.9f);
    assertThat(rows.get(1).probabilities()).containsExactly(0.9f, 0.1f);
    assertThat(rows.get(2).probabilities()).containsExactly(0.4f, 0.6f);
  }

  private static TokenRows rows(TokenRow... rows) {
    TokenRows.Builder builder = new TokenRows.Builder();
    List.of(rows).forEach(builder::add);
    return builder.build();
  }

  static List<TokenRow> list(TokenRows rows) {
    return IntStream.range(0, rows.size()).mapToObj(rows::row).toList();
  }
}
