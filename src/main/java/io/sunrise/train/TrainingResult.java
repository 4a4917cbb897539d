package io.sunrise.train;

import io.sunrise.train.trace.EpochRecord;
import java.util.List;
import java.util.stream.Stream;

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

  /** What this run, which started from the weights of another one, and that one leave together. */
  public TrainingResult after(TrainingResult first) {
    return new TrainingResult(
        parameters,
        Stream.concat(first.epochs.stream(), epochs.stream().map(each -> each.after(first.steps)))
            .toList(),
        first.steps + steps,
        first.skippedSteps + skippedSteps,
        epoch);
  }

  /** The epoch that the network is of. */
  public EpochRecord kept() {
    return epochs.stream().filter(each -> each.epoch() == epoch).findFirst().orElseThrow();
  }
}
