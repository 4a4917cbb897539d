package io.sunrise.train.optimizer;

import java.io.Serializable;

/**
 * The learning rate of each step: up in a straight line to the peak, then down in a straight line
 * that would reach 0 one step after the last (Devlin et al. 2019, section A.2), so that no step is
 * made for nothing.
 *
 * @param peak reached at step {@code warmupSteps}
 * @param warmupSteps at least 1
 * @param steps in all
 */
public record Schedule(double peak, long warmupSteps, long steps) implements Serializable {

  /** A schedule that warms up for a share of its steps. */
  public static Schedule of(double peak, double warmupShare, long steps) {
    return new Schedule(peak, Math.max(1, Math.round(warmupShare * steps)), steps);
  }

  /**
   * The learning rate of a step.
   *
   * @param step counted from 1
   */
  public double learningRate(long step) {
    return step <= warmupSteps
        ? peak * step / warmupSteps
        : peak * (steps + 1 - step) / (steps + 1 - warmupSteps);
  }
}
