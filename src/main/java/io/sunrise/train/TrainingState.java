package io.sunrise.train;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that a run's next step depends on, and all that a checkpoint holds. */
final class TrainingState {
  private static final String BEST = "best-parameters";

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

  /** The arrays that a checkpoint holds, by name. */
  Map<String, float[]> arrays() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("parameters", parameters);
    arrays.put("first-moment", optimizer.firstMoment());
    arrays.put("second-moment", optimizer.secondMoment());
    if (best.keepsWeights()) {
      arrays.put(BEST, best.weights());
    }
    return arrays;
  }

  /** The names of {@link #arrays} after these epochs, whatever this state is now. */
  Set<String> arraysAfter(List<EpochRecord> epochs) {
    Set<String> names = new LinkedHashSet<>(arrays().keySet());
    names.remove(BEST);
    if (best.keepsWeightsAfter(epochs)) {
      names.add(BEST);
    }
    return names;
  }

  /**
   * Becomes the state that a checkpoint was written of.
   *
   * @param arrays those of {@link #arraysAfter} the trace's epochs; copied
   */
  void restore(
      long step,
      StepSums epochSums,
      double epochSeconds,
      Trace trace,
      Map<String, float[]> arrays) {
    this.step = step;
    this.epochSums = epochSums;
    this.epochSeconds = epochSeconds;
    this.trace = trace;
    best.restore(trace.epochs());
    arrays().forEach((name, own) -> System.arraycopy(arrays.get(name), 0, own, 0, own.length));
  }
}
