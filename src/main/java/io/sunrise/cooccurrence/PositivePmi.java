package io.sunrise.cooccurrence;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Positive pointwise mutual information of a token w and a context c (Levy, Goldberg and Dagan
 * 2015, equations 1 and 3, section 3.2), by frequency rank:
 *
 * <pre>
 * max(0, log(P(w, c) / (P(w) Pα(c)))),  Pα(c) = #(c)^α / Σ #(c')^α,  α = 0.75
 * </pre>
 *
 * <p>A pair counts as often as it would with frequent tokens thinned out: by s(w) s(c) times its
 * count n(w, c), where s is the square root of 10⁻⁴ / frequency, at most 1 (Mikolov et al. 2013,
 * section 2.3). With r(w) = Σ s(c) n(w, c) the number is
 *
 * <pre>
 * log n(w, c) - log r(w) + (1 - α) log s(c) - α log r(c) + log Σ (s(c') r(c'))^α
 * </pre>
 *
 * so that the exact counts are all that has to be summed over the rows of the text.
 */
final class PositivePmi implements Serializable {
  static final double CONTEXT_POWER = 0.75;
  private static final double THINNED_ABOVE = 1e-4;

  /** Of 0 to 65,535, the counts that nearly all cells have. */
  private static final double[] LOGARITHMS =
      IntStream.range(0, 1 << 16).mapToDouble(StrictMath::log).toArray();

  private final double[] ofRow;
  private final double[] ofContext;

  /**
   * @param thinning s of each context
   * @param rowSums r of each rank, contexts first
   */
  PositivePmi(double[] thinning, double[] rowSums) {
    ofRow = new double[rowSums.length];
    for (int row = 0; row < ofRow.length; row++) {
      ofRow[row] = -StrictMath.log(rowSums[row]);
    }
    double all = 0;
    ofContext = new double[thinning.length];
    for (int context = 0; context < ofContext.length; context++) {
      double count = thinning[context] * rowSums[context];
      all += StrictMath.pow(count, CONTEXT_POWER);
      ofContext[context] =
          StrictMath.log(thinning[context]) - CONTEXT_POWER * StrictMath.log(count);
    }
    for (int context = 0; context < ofContext.length; context++) {
      ofContext[context] += StrictMath.log(all);
    }
  }

  /**
   * The share of its occurrences that a token counts with.
   *
   * @param count of the token
   * @param all tokens of the text
   */
  static double thinning(long count, long all) {
    return Math.min(1, Math.sqrt(THINNED_ABOVE * (double) all / (double) count));
  }

  /**
   * The value of a cell.
   *
   * @param count at least 1
   */
  float of(int row, int context, long count) {
    return (float) Math.max(0, log(count) + ofRow[row] + ofContext[context]);
  }

  private static double log(long count) {
    return count < LOGARITHMS.length ? LOGARITHMS[(int) count] : StrictMath.log((double) count);
  }
}
