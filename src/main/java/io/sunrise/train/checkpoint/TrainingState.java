package io.sunrise.train.checkpoint;

import io.sunrise.nn.BatchResult;
import io.sunrise.train.trace.EpochRecord;
import io.sunrise.train.trace.StepRecord;
import io.sunrise.train.trace.Trace;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Everything that a run's next step depends on, and all that a checkpoint holds. */
public final class TrainingState {
  private static final String BEST = "best-parameters";

  private final float[] parameters;
  private final Map<String, float[]> optimizer;
  private final BestEpoch best;
  private Trace trace = new Trace();
  private long step;
  private BatchResult epochResult = BatchResult.EMPTY;
  private double epochSeconds;

  /**
   * A run that has not begun.
   *
   * @param parameters where it begins; changed in place
   * @param optimizer the arrays that its optimizer keeps, by name
   */
  public TrainingState(float[] parameters, Map<String, float[]> optimizer, BestEpoch best) {
    this.parameters = parameters;
    this.optimizer = optimizer;
    this.best = best;
  }

  public float[] parameters() {
    return parameters;
  }

  public BestEpoch best() {
    return best;
  }

  public Trace trace() {
    return trace;
  }

  /** Steps made. */
  public long step() {
    return step;
  }

  /** Over the steps made in the epoch under way. */
  public BatchResult epochResult() {
    return epochResult;
  }

  /** Spent on the epoch under way. */
  public double epochSeconds() {
    return epochSeconds;
  }

  /** Adds a step that was made; of one that was left out, its tokens and time only. */
  public void stepMade(StepRecord record) {
    step++;
    BatchResult result = record.result();
    epochResult =
        epochResult.plus(record.skipped() == 0 ? result : BatchResult.unscored(result.tokens()));
    epochSeconds += record.seconds();
    trace.add(record);
  }

  /** Adds the end of an epoch, whose weights may be the best so far. */
  public void epochEnded(EpochRecord record) {
    epochResult = BatchResult.EMPTY;
    epochSeconds = 0;
    trace.add(record);
    best.offer(record, parameters);
  }

  /** The arrays that a checkpoint holds, by name. */
  Map<String, float[]> arrays() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("parameters", parameters);
    arrays.putAll(optimizer);
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
      BatchResult epochResult,
      double epochSeconds,
      Trace trace,
      Map<String, float[]> arrays) {
    this.step = step;
    this.epochResult = epochResult;
    this.epochSeconds = epochSeconds;
    this.trace = trace;
    best.restore(trace.epochs());
    arrays().forEach((name, own) -> System.arraycopy(arrays.get(name), 0, own, 0, own.length));
  }
}
