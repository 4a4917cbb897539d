package io.sunrise.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FinetuneSettingsTest {

  private static double rate(long rows, String... settings) {
    return Settings.of(List.of(settings)).finetune().training(rows).learningRate();
  }

  @Test
  void fewRowsMoveAProbedModelLessInProportion() {
    assertThat(rate(2000)).isEqualTo(5e-4);
    assertThat(rate(1_000_000)).isEqualTo(5e-4);
    assertThat(rate(500)).isEqualTo(1.25e-4);
    assertThat(rate(50, "finetune.learning-rate=4.0e-3", "finetune.full-rate-rows=100"))
        .isEqualTo(2e-3);
  }

  @Test
  void theRateIsAsSetWhereTheHeadStartsFromRandomNumbersOrNoRowsAreFew() {
    assertThat(rate(50, "finetune.probe=false")).isEqualTo(5e-4);
    assertThat(rate(50, "finetune.full-rate-rows=0")).isEqualTo(5e-4);
  }
}
