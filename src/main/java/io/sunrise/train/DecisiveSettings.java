package io.sunrise.train;

import io.sunrise.config.AdamWSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;

/**
 * The training settings that decide the bits of the result. Where micro-batches run and how often
 * checkpoints are written do not, so changing those leaves finished output up to date; nor does how
 * many steps may be skipped, which decides whether a run ends, not in which bits.
 */
public record DecisiveSettings(
    int epochs,
    int batchRows,
    int microBatchRows,
    double learningRate,
    double warmupShare,
    double labelSmoothing,
    AdamWSettings adamW,
    double clipNorm,
    boolean keepBest,
    int earlyStoppingPatience,
    OptimizerKind optimizer) {

  public static DecisiveSettings of(TrainingSettings settings) {
    return new DecisiveSettings(
        settings.epochs(),
        settings.batchRows(),
        settings.microBatchRows(),
        settings.learningRate(),
        settings.warmupShare(),
        settings.loss().labelSmoothing(),
        settings.adamW(),
        settings.clipNorm(),
        settings.keepBest(),
        settings.earlyStoppingPatience(),
        settings.optimizer());
  }
}
