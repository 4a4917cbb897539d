package io.sunrise.stage;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkVersionTest {
  @ParameterizedTest
  @CsvSource({"4.0.1, 2.13.16", "3.5.7, 2.13.8", "3.4.1, 2.12.17"})
  void anotherSparkOrScalaIsRefusedByName(String spark, String scala) {
    assertThatThrownBy(() -> SparkVersion.require(spark, scala))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("Spark " + spark + " with Scala " + scala)
        .hasMessageContaining("expected Spark 3.5.x with Scala 2.12.x");
  }

  @Test
  void everyPatchOfTheRightOneWillDo() {
    assertThatCode(() -> SparkVersion.require("3.5.0", "2.12.18")).doesNotThrowAnyException();
  }
}
