package io.sunrise.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutputFilesTest {
  @Test
  void aNumberInTheSettingsHoldsWhateverTheRows() {
    assertThat(OutputFiles.DOCUMENTS.of(3, 1L << 40)).isEqualTo(3);
  }

  @Test
  void withoutOneTheFilesFollowTheRows() {
    assertThat(OutputFiles.ROWS.of(0, 0)).isEqualTo(1);
    assertThat(OutputFiles.ROWS.of(0, 99_999)).isEqualTo(1);
    assertThat(OutputFiles.ROWS.of(0, 300_000)).isEqualTo(4);
    assertThat(OutputFiles.DOCUMENTS.of(0, 1)).isEqualTo(8);
    assertThat(OutputFiles.TOKEN_ROWS.of(0, 100_000_000)).isEqualTo(101);
    assertThat(OutputFiles.ROWS.of(0, Long.MAX_VALUE)).isEqualTo(100_000);
  }
}
