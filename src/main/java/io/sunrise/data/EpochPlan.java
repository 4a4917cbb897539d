package io.sunrise.data;

import java.io.Serializable;

/**
 * How an epoch's rows fall into steps, and a step's rows into micro-batches, by place alone: place
 * p belongs to step {@code p / batchRows}, and there to micro-batch {@code (p % batchRows) /
 * microBatchRows}. The last step and the last micro-batch of a step may be smaller. Nothing here
 * depends on the cluster, save which task takes which micro-batches.
 *
 * @param rows in the epoch
 * @param batchRows rows a step, at least 1
 * @param microBatchRows rows a micro-batch, at least 1
 */
public record EpochPlan(int rows, int batchRows, int microBatchRows) implements Serializable {

  /** Micro-batches or rows {@code from} to before {@code to}. */
  public record Span(int from, int to) implements Serializable {
    public int size() {
      return to - from;
    }
  }

  /** All rows as one step. */
  public static EpochPlan ofOneStep(int rows, int microBatchRows) {
    return new EpochPlan(rows, Math.max(1, rows), microBatchRows);
  }

  public int steps() {
    return ceilDivide(rows, batchRows);
  }

  public int rowsOf(int step) {
    return Math.min(batchRows, rows - step * batchRows);
  }

  public int microBatchesOf(int step) {
    return ceilDivide(rowsOf(step), microBatchRows);
  }

  /** The micro-batches of a step that one of {@code tasks} tasks takes. */
  public Span share(int step, int task, int tasks) {
    long microBatches = microBatchesOf(step);
    return new Span((int) (microBatches * task / tasks), (int) (microBatches * (task + 1) / tasks));
  }

  /** The task that takes the row at a place: the inverse of {@link #share}. */
  public int taskOf(int place, int tasks) {
    int step = place / batchRows;
    long microBatch = (place % batchRows) / microBatchRows;
    return (int) (((microBatch + 1) * tasks - 1) / microBatchesOf(step));
  }

  /**
   * Where a micro-batch's rows lie among those that its task takes of the steps from {@code
   * firstStep} on, in order of place.
   */
  public Span rowsHeld(int firstStep, int step, int microBatch, int task, int tasks) {
    int before = (step - firstStep) * rowsIn(0, share(0, task, tasks));
    int start = share(step, task, tasks).from() * microBatchRows;
    int from = microBatch * microBatchRows;
    int to = Math.min(from + microBatchRows, rowsOf(step));
    return new Span(before + from - start, before + to - start);
  }

  private int rowsIn(int step, Span microBatches) {
    int from = microBatches.from() * microBatchRows;
    return Math.max(0, Math.min(microBatches.to() * microBatchRows, rowsOf(step)) - from);
  }

  private static int ceilDivide(int a, int b) {
    return a == 0 ? 0 : (a - 1) / b + 1;
  }
}
