package io.sunrise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SunriseExceptionTest {
  @Test
  void formatsItsMessageWithoutTheLocaleOfTheMachine() {
    assertThat(SunriseException.of("%.1f of %s", 0.5, "rows")).hasMessage("0.5 of rows");
  }
}
