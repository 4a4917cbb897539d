package io.sunrise.train;

/** Everything that a run's next step depends on, and all that a checkpoint holds. */
final class TrainingState {
  private final float[] parameters;
  private final AdamW optimizer;
  private final BestEpoch best;
  private Trace trace = new Trace();
  private long step;
  private StepSums epochSums = StepSums.EMPTY;
  private double epochSeconds;

  /**
   * A run that has not begun.
   *
   * @param parameters where it begins; changed in place
   */
  TrainingState(float[] parameters, AdamW optimizer, BestEpoch best) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.best = best;
  }

  float[] parameters() {
    return parameters;
  }

  AdamW optimizer() {
    return optimizer;
  }

  BestEpoch best() {
    return best;
  }

  Trace trace() {
    return trace;
  }

  /** Steps made. */
  long step() {
    return step;
  }

  /** Over the steps made in the epoch under way. */
  StepSums epochSums() {
    return epochSums;
  }

  /** Spent on the epoch under way. */
  double epochSeconds() {
    return epochSeconds;
  }

  void stepMade(StepSums sums, double seconds, StepRecord record) {
    step++;
    epochSums = epochSums.plus(sums);
    epochSeconds += seconds;
    trace.add(record);
  }

  void epochEnded(EpochRecord record) {
    epochSums = StepSums.EMPTY;
    epochSeconds = 0;
    trace.add(record);
    best.offer(record, parameters);
  }

  /** Takes up where a checkpoint was written; the arrays are restored by who reads it. */
  void restore(long step, StepSums epochSums, double epochSeconds, Trace trace) {
    this.step = step;
    this.epochSums = epochSums;
    this.epochSeconds = epochSeconds;
    this.trace = trace;
    best.restore(trace.epochs());
  }
}
