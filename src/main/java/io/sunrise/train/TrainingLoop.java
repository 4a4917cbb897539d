package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.BatchResult;
import io.sunrise.train.checkpoint.BestEpoch;
import io.sunrise.train.checkpoint.CheckpointStore;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.checkpoint.TrainingState;
import io.sunrise.train.trace.EpochRecord;
import io.sunrise.train.trace.StepRecord;
import io.sunrise.train.trace.TrainingListener;
import java.util.List;
import java.util.Locale;

/** The epochs of a run: their steps, validation, trace and checkpoints. */
final class TrainingLoop {
  private final TrainingSettings settings;
  private final TrainingRun run;
  private final EpochSteps steps;
  private final CheckpointStore checkpoints;
  private final TrainingListener listener;
  private final TrainingState state;
  private final int stepsOfEpoch;
  private final long stepsInAll;
  private StopRequest stop;

  /** The step that ends the epoch under way. */
  private long epochEnd;

  /** A run from its first step, or from where its checkpoints say it stands. */
  TrainingLoop(
      TrainingJob job,
      EpochPlan plan,
      EpochSteps steps,
      CheckpointStore checkpoints,
      TrainingListener listener) {
    this.settings = job.settings();
    this.run = job.run();
    this.steps = steps;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.stepsOfEpoch = plan.steps();
    this.stepsInAll = job.steps(plan);
    float[] initial = job.initialParameters();
    BestEpoch best =
        BestEpoch.of(job.networks().objective().ranking(), settings.keepBest(), initial);
    this.state = new TrainingState(initial.clone(), steps.optimizerArrays(), best);
    checkpoints.restore(state);
  }

  /**
   * Makes the steps that are not made yet.
   *
   * @param request looked at after each step
   */
  TrainingResult run(StopRequest request) {
    stop = request;
    while (state.step() < stepsInAll && !stoppedEarly()) {
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
    return result(state.trace().epochs());
  }

  private TrainingResult result(List<EpochRecord> epochs) {
    int last = epochs.get(epochs.size() - 1).epoch();
    return new TrainingResult(
        state.best().weightsOr(state.parameters()),
        epochs,
        state.step(),
        state.trace().skippedSteps(),
        state.best().epochOr(last));
  }

  private boolean stoppedEarly() {
    return state.step() % stepsOfEpoch == 0
        && state.best().stopsAfter(epochNumber() - 1, settings.earlyStoppingPatience(), listener);
  }

  /** Of the step that comes next. */
  private int epochNumber() {
    return run.firstEpoch() + (int) (state.step() / stepsOfEpoch);
  }

  private void epoch() {
    int number = epochNumber();
    listener.epochStarted(number, state.step(), stepsInAll);
    epochEnd = Math.min(stepsInAll, (state.step() / stepsOfEpoch + 1) * stepsOfEpoch);
    steps.make(number, epochEnd, state, this::stepMade);
    endEpoch(number);
    checkpoints.write(state);
    if (stop.requested() && state.step() < stepsInAll) {
      throw stopped();
    }
  }

  private void stepMade(StepRecord record) {
    state.stepMade(record);
    listener.step(record);
    if (state.step() == epochEnd) {
      return;
    }
    boolean stopping = stop.requested();
    if (stopping || state.step() % settings.checkpointSteps() == 0) {
      checkpoints.write(state);
    }
    if (stopping) {
      throw stopped();
    }
  }

  private SunriseException stopped() {
    return SunriseException.of(
        "stopped at step %d of %d as requested; %s holds all of it: run the same command again to"
            + " resume",
        state.step(), stepsInAll, checkpoints.lastGood());
  }

  private void endEpoch(int number) {
    long started = System.nanoTime();
    BatchResult validation = steps.validate(state.parameters());
    refuseNotFinite(number, validation);
    BatchResult train = state.epochResult();
    EpochRecord record =
        new EpochRecord(
            number,
            run.stage(),
            state.step(),
            train.meanLoss(),
            train.accuracy(),
            validation.meanLoss(),
            validation.accuracy(),
            validation.parts(),
            train.tokens(),
            state.epochSeconds() + (System.nanoTime() - started) / 1e9);
    state.epochEnded(record);
    listener.epochEnded(record);
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
          settings.learningRate());
    }
  }
}
