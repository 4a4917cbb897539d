package io.sunrise.train.gradient;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.Permutation;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Networks;
import java.io.Serializable;
import java.util.function.IntToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What every thread and task that computes a part of a step knows of the run.
 *
 * @param workers idle ones of this process
 * @param batches makes the networks' input
 * @param plan of an epoch
 * @param validation the validation rows as one step
 * @param seed of the epochs' order
 */
public record StepContext(
    WorkerPool workers,
    Networks networks,
    BatchMaker batches,
    EpochPlan plan,
    EpochPlan validation,
    long seed)
    implements Serializable {
  private static final int NAMED = 5;

  /** Of a run whose masks and order are drawn from a seed. */
  public static StepContext of(Networks networks, EpochPlan plan, EpochPlan validation, long seed) {
    BatchMaker batches = networks.objective().batches(seed);
    return new StepContext(new WorkerPool(), networks, batches, plan, validation, seed);
  }

  /** The rank of the row at each place of an epoch. */
  Permutation order(int epoch) {
    return Permutation.ofEpoch(plan.rows(), seed, epoch);
  }

  PackedBatch batch(TokenRows rows, Span span, int epoch) {
    return batches.batch(rows, span.from(), span.to(), epoch);
  }

  /**
   * The first rows of a step by their index, and how many more there are.
   *
   * @param index of the training row of a rank
   * @param step 0, 1 ... within the epoch
   */
  String rowsNamed(IntToLongFunction index, int epoch, int step) {
    Permutation order = order(epoch);
    int rows = plan.rowsOf(step);
    long first = (long) step * plan.batchRows();
    String named =
        IntStream.range(0, Math.min(rows, NAMED))
            .mapToObj(i -> Long.toString(index.applyAsLong((int) order.invert(first + i))))
            .collect(Collectors.joining(", "));
    return rows > NAMED ? named + " and " + (rows - NAMED) + " more" : named;
  }
}
