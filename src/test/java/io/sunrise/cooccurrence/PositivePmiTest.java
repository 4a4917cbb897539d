package io.sunrise.cooccurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PositivePmiTest {
  /** Counts of pairs of three tokens. */
  private static final long[][] COUNTS = {{4, 90, 7}, {90, 2, 100_000}, {7, 100_000, 30}};

  private static final double[] THINNING = {1, 0.5, 0.25};

  @Test
  void isThePmiOfThinnedCountsWithSmoothedContexts() {
    double[][] thinned = new double[3][3];
    double[] rows = new double[3];
    double[] rowSums = new double[3];
    double all = 0;
    for (int w = 0; w < 3; w++) {
      for (int c = 0; c < 3; c++) {
        thinned[w][c] = THINNING[w] * THINNING[c] * COUNTS[w][c];
        rows[w] += thinned[w][c];
        rowSums[w] += THINNING[c] * COUNTS[w][c];
        all += thinned[w][c];
      }
    }
    double smoothed = 0;
    for (double row : rows) {
      smoothed += Math.pow(row, 0.75);
    }
    PositivePmi pmi = new PositivePmi(THINNING, rowSums);

    for (int w = 0; w < 3; w++) {
      for (int c = 0; c < 3; c++) {
        double together = thinned[w][c] / all;
        double apart = rows[w] / all * (Math.pow(rows[c], 0.75) / smoothed);
        assertThat((double) pmi.of(w, c, COUNTS[w][c]))
            .isCloseTo(Math.max(0, Math.log(together / apart)), within(1e-6));
      }
    }
    assertThat(pmi.of(0, 2, 7)).isZero();
    assertThat(pmi.of(0, 0, 4)).isPositive();
  }

  @Test
  void frequentTokensAreThinnedOutByTheRootOfTheirFrequency() {
    assertThat(PositivePmi.thinning(1, 1_000_000)).isEqualTo(1);
    assertThat(PositivePmi.thinning(10_000, 1_000_000)).isCloseTo(0.1, within(1e-12));
  }
}
