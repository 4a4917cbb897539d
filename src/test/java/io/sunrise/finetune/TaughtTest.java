package io.sunrise.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.train.trace.EpochRecord;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaughtTest {
  @ParameterizedTest
  @CsvSource({
    "0.7, 0.6, 10, true",
    "0.6, 0.6, 10, true",
    // A standard error is 0.21 of 10 rows, and 0.02 of 1,000.
    "0.6, 0.7, 10, true",
    "0.4, 0.7, 10, true",
    "0.2, 0.7, 10, false",
    "0.67, 0.70, 1000, true",
    "0.65, 0.70, 1000, false",
    "1.0, 1.0, 10, true",
  })
  void theTaughtModelStaysUnlessThePlainOneIsClearlyBetter(
      double taught, double plain, long rows, boolean stays) {
    assertThat(Taught.stays(epoch(taught), epoch(plain), rows)).isEqualTo(stays);
  }

  private static EpochRecord epoch(double accuracy) {
    return new EpochRecord(1, "finetune", 1, 0.5, 0.5, 0.5, accuracy, List.of(), 1, 1);
  }
}
