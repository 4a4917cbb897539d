package io.sunrise.train;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.BatchResult;
import java.util.Locale;

/** The epochs and steps of a run: gradient, clipping, update, trace, validation, checkpoint. */
final class TrainingLoop {

  private final RunPlan job;
  private final EpochPlan plan;
  private final StepRows rows;
  private final StepRunner runner;
  private final TrainingState state;
  private final CheckpointStore checkpoints;
  private final TrainingListener listener;
  private final StopRequest stop;
  private final Schedule schedule;
  private final long dropoutKey;

  TrainingLoop(
      RunPlan job,
      StepRunner runner,
      TrainingState state,
      CheckpointStore checkpoints,
      TrainingListener listener,
      StopRequest stop) {
    this.job = job;
    this.plan = job.epoch();
    this.rows = job.rows();
    this.runner = runner;
    this.state = state;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.stop = stop;
    this.schedule = schedule(job.settings(), plan);
    this.dropoutKey = CounterRandom.key(job.run().seed(), "dropout");
  }

  static Schedule schedule(TrainingSettings settings, EpochPlan plan) {
    long steps = (long) settings.epochs() * plan.steps();
    return Schedule.of(settings.learningRate(), settings.warmupShare(), steps);
  }

  /** Makes the steps that the state has not made yet. */
  TrainingResult run() {
    while (state.step() < schedule.steps() && !stoppedEarly()) {
      epoch();
    }
    checkpoints.finish(state.trace());
    long skipped = state.trace().skippedSteps();
    if (skipped > 0) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "%d of %d steps were left out: their loss or gradient was not finite",
              skipped,
              state.step()));
    }
    return state.best().result(state.parameters(), state.trace(), state.step());
  }

  private boolean stoppedEarly() {
    int patience = job.settings().earlyStoppingPatience();
    return state.step() % plan.steps() == 0
        && state.best().stopsAfter(epochNumber() - 1, patience, listener);
  }

  /** Of the step that comes next. */
  private int epochNumber() {
    return job.run().firstEpoch() + (int) (state.step() / plan.steps());
  }

  private void epoch() {
    int number = epochNumber();
    listener.epochStarted(number, state.step(), schedule.steps());
    runner.openEpoch(number);
    boolean ended = false;
    while (!ended) {
      step(number);
      ended = state.step() % plan.steps() == 0;
      if (ended) {
        endEpoch(number);
      }
      boolean stopping = stop.requested() && state.step() < schedule.steps();
      if (ended || stopping || state.step() % job.settings().checkpointSteps() == 0) {
        checkpoints.write(state);
      }
      if (stopping) {
        throw SunriseException.of(
            "stopped at step %d of %d as asked; %s holds all of it: run the same command again to go on",
            state.step(), schedule.steps(), checkpoints.lastGood());
      }
    }
  }

  private void step(int epoch) {
    long started = System.nanoTime();
    long step = state.step() + 1;
    SummedGradient summed =
        runner.step(
            (int) (state.step() % plan.steps()),
            state.parameters(),
            CounterRandom.derive(dropoutKey, step));
    BatchResult result = summed.sums().result();
    double weight = result.targets() > 0 ? result.weight() : 1;
    double loss = result.loss() / weight;
    Gradients.clear(summed.gradient(), state.optimizer().frozen());
    double norm = Gradients.norm(summed.gradient()) / weight;
    int skipped = skipped(step, epoch, loss, norm);
    if (skipped == 0) {
      Gradients.multiply(
          summed.gradient(), Gradients.scale(norm, weight, job.settings().clipNorm()));
      state
          .optimizer()
          .update(state.parameters(), summed.gradient(), step, schedule.learningRate(step));
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    long tokens = summed.sums().tokens();
    StepRecord record =
        new StepRecord(
            step,
            epoch,
            loss,
            result.accuracy(),
            schedule.learningRate(step),
            norm,
            tokens,
            tokens / seconds,
            skipped);
    BatchResult counted = skipped == 0 ? result : BatchResult.EMPTY;
    state.stepMade(new StepSums(counted, tokens), seconds, record);
    listener.step(record);
  }

  /** 0 for a step to be made; for one to be left out, how many up to it are so in a row. */
  private int skipped(long step, int epoch, double loss, double norm) {
    if (Double.isFinite(loss) && Double.isFinite(norm)) {
      return 0;
    }
    int skipped = state.trace().skippedInARow() + 1;
    if (skipped > job.settings().loss().skipNotFinite()) {
      throw SunriseException.of(
          "step %d of epoch %d: the loss is %s and the gradient norm %s, expected finite numbers"
              + " (%d steps right before it were skipped); its rows: %s; last good checkpoint: %s;"
              + " lower learning-rate (now %s), set clip-norm or raise skip-not-finite, and run again",
          step,
          epoch,
          loss,
          norm,
          skipped - 1,
          rows.named(epoch, (int) ((step - 1) % plan.steps())),
          checkpoints.lastGood(),
          job.settings().learningRate());
    }
    return skipped;
  }

  /** An update may spoil the weights so that only the next step, or nobody, would notice. */
  private void refuseNotFinite(int epoch, BatchResult validation) {
    if (validation.targets() > 0 && !Double.isFinite(validation.meanLoss())) {
      throw SunriseException.of(
          "after step %d, the last of epoch %d, the loss on the validation rows is %s, expected a"
              + " finite number; last good checkpoint: %s; lower learning-rate (now %s) or set"
              + " clip-norm, and run again",
          state.step(),
          epoch,
          validation.meanLoss(),
          checkpoints.lastGood(),
          job.settings().learningRate());
    }
  }

  private void endEpoch(int number) {
    long started = System.nanoTime();
    BatchResult validation = runner.validate(state.parameters()).result();
    refuseNotFinite(number, validation);
    BatchResult train = state.epochSums().result();
    EpochRecord record =
        new EpochRecord(
            number,
            job.run().stage(),
            state.step(),
            train.meanLoss(),
            train.accuracy(),
            validation.meanLoss(),
            validation.accuracy(),
            state.epochSums().tokens(),
            state.epochSeconds() + (System.nanoTime() - started) / 1e9);
    state.epochEnded(record);
    listener.epochEnded(record);
  }
}
