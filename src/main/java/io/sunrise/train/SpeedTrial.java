package io.sunrise.train;

import io.sunrise.train.checkpoint.BestEpoch;
import io.sunrise.train.checkpoint.TrainingState;
import io.sunrise.train.trace.StepRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a run is here, measured by steps that nothing is kept of.
 *
 * @param secondsOfStep the median once the process is warm
 * @param secondsOfValidation of scoring the validation rows once
 * @param stepsOfEpoch how many there are in an epoch
 */
public record SpeedTrial(double secondsOfStep, double secondsOfValidation, int stepsOfEpoch) {
  /** From these the number of the others follows. */
  private static final int FIRST_STEPS = 3;

  /** The most steps that a run of so many seconds has time for, at least 1. */
  public int stepsIn(double seconds) {
    double epochs = seconds / (stepsOfEpoch * secondsOfStep + secondsOfValidation);
    double training = seconds - Math.ceil(epochs) * secondsOfValidation;
    return (int) Math.max(1, Math.min(1 << 30, training / secondsOfStep));
  }

  /**
   * Makes steps of the first epoch.
   *
   * @param seconds that they take, if the epoch is so long
   */
  static SpeedTrial of(TrainingJob job, EpochSteps steps, int stepsOfEpoch, double seconds) {
    float[] parameters = job.initialParameters().clone();
    BestEpoch none = BestEpoch.of(job.networks().objective().ranking(), false, parameters);
    TrainingState state = new TrainingState(parameters, steps.optimizerArrays(), none);
    List<Double> times = new ArrayList<>();
    int first = Math.min(FIRST_STEPS, stepsOfEpoch);
    steps.make(1, first, state, step -> made(step, state, times));
    double last = first + Math.min(stepsOfEpoch - first, seconds / median(times));
    if (last > first) {
      steps.make(1, (long) last, state, step -> made(step, state, times));
    }
    double secondsOfStep = median(times.subList(times.size() / 2, times.size()));
    long start = System.nanoTime();
    steps.validate(parameters);
    return new SpeedTrial(secondsOfStep, (System.nanoTime() - start) / 1e9, stepsOfEpoch);
  }

  private static void made(StepRecord step, TrainingState state, List<Double> times) {
    state.stepMade(step);
    times.add(step.seconds());
  }

  private static double median(List<Double> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }
}
