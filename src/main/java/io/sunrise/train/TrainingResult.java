package io.sunrise.train;

import io.sunrise.train.trace.EpochRecord;
import java.util.List;

/**
 * What a run leaves.
 *
 * @param parameters in the network's layout
 * @param epochs all of them, also those before an interruption
 * @param steps how many were made in all
 * @param skippedSteps of these, those left out as their loss or gradient was not finite
 * @param epoch after which the network had these parameters
 */
public record TrainingResult(
    float[] parameters, List<EpochRecord> epochs, long steps, long skippedSteps, int epoch) {

  /** Parameters that no step has changed. */
  public static TrainingResult ofNothing(float[] parameters) {
    return new TrainingResult(parameters, List.of(), 0, 0, 0);
  }

  /** The epoch that the network is of. */
  public EpochRecord kept() {
    return epochs.stream().filter(each -> each.epoch() == epoch).findFirst().orElseThrow();
  }
}
