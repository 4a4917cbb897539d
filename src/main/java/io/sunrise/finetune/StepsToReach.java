package io.sunrise.finetune;

import io.sunrise.train.trace.EpochRecord;
import java.util.List;
import java.util.OptionalLong;

/** How soon a run is good: counted at the ends of epochs, where validation is measured. */
final class StepsToReach {
  private StepsToReach() {}

  /** The validation accuracy that a run ends with. */
  static double finalAccuracy(List<EpochRecord> epochs) {
    return epochs.get(epochs.size() - 1).validationAccuracy();
  }

  /** The first step after which validation accuracy is at least this; empty if it never was. */
  static OptionalLong of(List<EpochRecord> epochs, double accuracy) {
    return epochs.stream()
        .filter(epoch -> epoch.validationAccuracy() >= accuracy)
        .mapToLong(EpochRecord::step)
        .findFirst();
  }
}
