package io.sunrise.train.checkpoint;

import io.sunrise.nn.Objective.Ranking;
import io.sunrise.train.trace.EpochRecord;
import io.sunrise.train.trace.TrainingListener;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * The epoch of a run that did best on the validation rows: by loss where masked tokens are
 * predicted, by accuracy and then loss where rows are classified. Of equals it is the first.
 * Without validation rows none is best.
 */
public final class BestEpoch {
  private final Comparator<EpochRecord> order;
  private final float[] weights;
  private EpochRecord record;

  private BestEpoch(Comparator<EpochRecord> order, float[] weights) {
    this.order = order;
    this.weights = weights;
  }

  /** Knows which epoch was best, and its weights if they are to be kept. */
  public static BestEpoch of(Ranking ranking, boolean keepBest, float[] initialParameters) {
    Comparator<EpochRecord> loss =
        Comparator.comparingDouble(EpochRecord::validationLoss).reversed();
    Comparator<EpochRecord> accuracy =
        Comparator.comparingDouble(EpochRecord::validationAccuracy).thenComparing(loss);
    return new BestEpoch(
        ranking == Ranking.LOSS ? loss : accuracy, keepBest ? initialParameters.clone() : null);
  }

  /** Considers the next epoch and the parameters after it. */
  void offer(EpochRecord epoch, float[] parameters) {
    if (consider(epoch) && weights != null) {
      System.arraycopy(parameters, 0, weights, 0, weights.length);
    }
  }

  /**
   * Finds the best of the epochs of a restored run; {@link #weights} are restored by the caller.
   */
  void restore(List<EpochRecord> epochs) {
    record = null;
    epochs.forEach(this::consider);
  }

  private boolean consider(EpochRecord epoch) {
    boolean better =
        Double.isFinite(epoch.validationLoss())
            && (record == null || order.compare(epoch, record) > 0);
    if (better) {
      record = epoch;
    }
    return better;
  }

  /** Whether weights are kept once these epochs have ended. */
  boolean keepsWeightsAfter(List<EpochRecord> epochs) {
    return weights != null
        && epochs.stream().anyMatch(epoch -> Double.isFinite(epoch.validationLoss()));
  }

  /** Whether weights are kept and there are some. */
  boolean keepsWeights() {
    return weights != null && record != null;
  }

  /** The best epoch's, where {@link #keepsWeights}. */
  float[] weights() {
    return weights;
  }

  /**
   * Whether a run ends after an epoch because none was better for so many; warns the listener.
   *
   * @param patience 0 never ends a run
   */
  public boolean stopsAfter(int epoch, int patience, TrainingListener listener) {
    boolean stops = patience > 0 && record != null && epoch - record.epoch() >= patience;
    if (stops) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "stopping after epoch %d: validation has not improved for %d epochs",
              epoch,
              patience));
    }
    return stops;
  }

  /** The best epoch's weights if they are kept, else the last ones. */
  public float[] weightsOr(float[] last) {
    return keepsWeights() ? weights : last;
  }

  /** The number of the epoch of {@link #weightsOr}. */
  public int epochOr(int last) {
    return keepsWeights() ? record.epoch() : last;
  }
}
