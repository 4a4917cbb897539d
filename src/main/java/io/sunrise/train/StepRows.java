package io.sunrise.train;

import io.sunrise.data.EpochPlan;
import io.sunrise.data.Permutation;
import io.sunrise.data.RowRanks;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which rows each step takes.
 *
 * @param seed of the epochs' order
 */
record StepRows(RowRanks ranks, EpochPlan plan, long seed) {
  private static final int NAMED = 5;

  /**
   * A step's first rows by their index, and how many more there are.
   *
   * @param epoch as runners count it
   * @param step 0, 1 ... within the epoch
   */
  String named(int epoch, int step) {
    Permutation order = Permutation.ofEpoch(ranks.size(), seed, epoch);
    int rows = plan.rowsOf(step);
    long first = (long) step * plan.batchRows();
    String named =
        IntStream.range(0, Math.min(rows, NAMED))
            .mapToObj(i -> Long.toString(ranks.index((int) order.invert(first + i))))
            .collect(Collectors.joining(", "));
    return rows > NAMED ? named + " and " + (rows - NAMED) + " more" : named;
  }
}
