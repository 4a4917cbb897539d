package io.sunrise.config;

import java.io.Serializable;

/**
 * The settings that pre-training and fine-tuning share.
 *
 * @param epochs 0 only with a number of steps, or to pre-train nothing
 * @param steps in all, of which the last epoch may be a part; 0 makes whole epochs
 */
public record TrainingSettings(
    @Range(min = 0, max = 10_000) int epochs,
    @Range(min = 0, max = 1 << 30) int steps,
    @Range(min = 1, max = 1 << 24) int batchRows,
    @Range(min = 1, max = 1 << 16) int microBatchRows,
    @Range(min = 1e-12, max = 10) double learningRate,
    @Range(min = 0, max = 1) double warmupShare,
    @Inline LossSettings loss,
    @Inline AdamWSettings adamW,
    @Range(min = 0, max = 1e6) double clipNorm,
    boolean keepBest,
    @Range(min = 0, max = 10_000) int earlyStoppingPatience,
    @NotDecisive @Range(min = 1, max = 1e9) int checkpointSteps,
    @NotDecisive @Range(min = 1, max = 1000) int checkpointsKept,
    OptimizerKind optimizer,
    @NotDecisive RunOn runOn)
    implements Serializable {

  /** The same with another number of epochs. */
  public TrainingSettings ofEpochs(int count) {
    return of(count, 0, learningRate);
  }

  /** The same with a number of steps instead of epochs. */
  public TrainingSettings ofSteps(int count) {
    return of(epochs, count, learningRate);
  }

  /** The same with another peak learning rate. */
  public TrainingSettings ofLearningRate(double rate) {
    return of(epochs, steps, rate);
  }

  private TrainingSettings of(int epochCount, int stepCount, double rate) {
    return new TrainingSettings(
        epochCount,
        stepCount,
        batchRows,
        microBatchRows,
        rate,
        warmupShare,
        loss,
        adamW,
        clipNorm,
        keepBest,
        earlyStoppingPatience,
        checkpointSteps,
        checkpointsKept,
        optimizer,
        runOn);
  }

  public enum OptimizerKind {
    SUNRISE,
    DISTRI
  }

  /** Where a step's micro-batches run. */
  public enum RunOn {
    AUTO,
    EXECUTORS,
    DRIVER
  }
}
