package io.sunrise.preprocess.duplicates;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.console.Console;
import io.sunrise.preprocess.duplicates.SearchAccuracy.Bin;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchAccuracyTest {
  @Test
  void aBinHoldsItsLowerEndAndTheLastOneBothEnds() {
    for (int percent = 0; percent < 100; percent += 5) {
      assertThat(SearchAccuracy.bin(percent / 100.0)).isEqualTo(percent);
      assertThat(SearchAccuracy.bin(percent / 100.0 + 0.0499)).isEqualTo(percent);
    }
    assertThat(SearchAccuracy.bin(1)).isEqualTo(95);
  }

  @Test
  void theTableShowsRecallAndPrecision() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    new SearchAccuracy(
            List.of(
                new Bin(70, 1000, 0, 0, 0, 0),
                new Bin(75, 50, 0, 0, 1, 0),
                new Bin(80, 40, 40, 39.5, 39, 39)))
        .print(new Console(out, out, false));
    assertThat(printed.toString(StandardCharsets.UTF_8).lines().skip(2).map(String::strip))
        .extracting(line -> line.replaceAll(" +", " "))
        .containsExactly(
            "0.70 to 0.75 1,000 0",
            "0.75 to 0.80 50 1 0.0%",
            "0.80 to 0.85 40 39 98.8% 97.5% 100.0%",
            "0.70 to 1.00 1,090 40 98.8% 97.5% 97.5%");
  }
}
