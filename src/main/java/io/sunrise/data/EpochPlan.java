package io.sunrise.data;

import java.io.Serializable;

/**
 * Divides an epoch's rows into steps, and a step's rows into micro-batches, by place: place p
 * belongs to step {@code p / batchRows}, and there to micro-batch {@code (p % batchRows) /
 * microBatchRows}. The last step and the last micro-batch of a step may be smaller. Only the
 * assignment of micro-batches to tasks depends on the cluster.
 *
 * @param rows rows of the epoch
 * @param batchRows rows per step, at least 1
 * @param microBatchRows rows per micro-batch, at least 1
 */
public record EpochPlan(int rows, int batchRows, int microBatchRows) implements Serializable {

  /** Micro-batches or rows from {@code from}, inclusive, to {@code to}, exclusive. */
  public record Span(int from, int to) implements Serializable {
    public int size() {
      return to - from;
    }
  }

  /** A plan with all rows in one step. */
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

  /** The micro-batches of a step that are assigned to one of {@code tasks} tasks. */
  public Span share(int step, int task, int tasks) {
    long microBatches = microBatchesOf(step);
    return new Span((int) (microBatches * task / tasks), (int) (microBatches * (task + 1) / tasks));
  }

  /** The task to which the row at a place is assigned: the inverse of {@link #share}. */
  public int taskOf(int place, int tasks) {
    int step = place / batchRows;
    long microBatch = (place % batchRows) / microBatchRows;
    return (int) (((microBatch + 1) * tasks - 1) / microBatchesOf(step));
  }

  /**
   * The range of a micro-batch's rows among those that are assigned to its task in the steps from
   * {@code firstStep} on, in order of place.
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
