package io.sunrise.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.Settings;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongestTextTest {
  private static final String DOWNLOADED = "src/test/resources/downloaded/";

  private static int tokens(String... settings) {
    return LongestText.of(Settings.of(List.of(settings))).tokens(new Configuration());
  }

  @ParameterizedTest
  @CsvSource({
    "modernbert, 50, null, 512",
    "modernbert, 50, 2000, 2000",
    "modernbert, 50, 20, 20",
    "bert, 50, null, 50",
    "bert, 128, 60, 60"
  })
  void isWhatTheSettingsWantAndTheModelCanRead(
      String architecture, int maxTokens, String wanted, int expected) {
    assertThat(
            tokens(
                "model.architecture=" + architecture,
                "preprocess.max-tokens=" + maxTokens,
                "label.max-tokens=" + wanted))
        .isEqualTo(expected);
  }

  @Test
  void aDownloadedModelReadsAsManyAsItHasPositions() {
    assertThat(tokens("model.start-from=" + DOWNLOADED + "bert")).isEqualTo(40);
  }

  @Test
  void refusesMoreThanTheModelCanRead() {
    assertThatThrownBy(() -> tokens("model.architecture=bert", "label.max-tokens=60"))
        .isInstanceOf(SunriseException.class)
        .hasMessage(
            "label.max-tokens is 60, and the model reads at most 50 tokens of a text: lower it,"
                + " raise preprocess.max-tokens, or set model.architecture = modernbert");
    assertThatThrownBy(
            () -> tokens("model.start-from=" + DOWNLOADED + "bert", "label.max-tokens=41"))
        .hasMessage(
            "label.max-tokens is 41, and the model reads at most 40 tokens of a text: lower it");
  }
}
