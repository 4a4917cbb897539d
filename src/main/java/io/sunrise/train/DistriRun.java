package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.NetworkFactory;
import io.sunrise.train.dllib.DistriTraining;
import io.sunrise.train.dllib.DistriTraining.DistriSettings;

/**
 * A run under DLlib's DistriOptimizer, scored as every other. It leaves no checkpoints, as DLlib's
 * lose Adam's moments: an interrupted run begins again.
 */
final class DistriRun {
  private final TrainingJob job;
  private final EpochPlan plan;
  private final Schedule schedule;
  private final StepRunner runner;
  private final Checkpoints checkpoints;
  private final TrainingListener listener;
  private final DistriTraining distri;
  private final double tokensPerRow;
  private final Trace trace = new Trace();
  private double epochLoss;
  private long stepStarted = System.nanoTime();

  DistriRun(
      TrainingJob job,
      EpochPlan plan,
      RowSource train,
      BatchMaker batches,
      NetworkFactory networks,
      StepRunner runner,
      Checkpoints checkpoints,
      TrainingListener listener) {
    this.job = job;
    this.plan = plan;
    this.schedule = TrainingLoop.schedule(job.settings(), plan);
    this.runner = runner;
    this.checkpoints = checkpoints;
    this.listener = listener;
    this.tokensPerRow =
        (double) train.rows().map(row -> (long) row.tokens().length).reduce(Long::sum)
            / train.size();
    DistriSettings settings =
        new DistriSettings(
            job.settings().batchRows(),
            job.settings().adamW(),
            job.settings().clipNorm(),
            schedule);
    this.distri =
        new DistriTraining(
            train.rows(),
            batches,
            networks,
            settings,
            job.initialParameters().clone(),
            this::stepMade);
  }

  TrainingResult run() {
    BestEpoch best =
        BestEpoch.of(
            job.networks().objective().ranking(),
            job.settings().keepBest(),
            job.initialParameters());
    float[] parameters = job.initialParameters();
    int patience = job.settings().earlyStoppingPatience();
    int made = 0;
    while (made < job.settings().epochs()
        && !best.stopsAfter(number(made) - 1, patience, listener)) {
      listener.epochStarted(number(made), steps(made), schedule.steps());
      long started = System.nanoTime();
      stepStarted = started;
      epochLoss = 0;
      made++;
      parameters = distri.until(steps(made));
      EpochRecord record = record(made, runner.validate(parameters).result(), started);
      trace.add(record);
      best.offer(record, parameters);
      listener.epochEnded(record);
    }
    checkpoints.finish(trace);
    return best.result(parameters.clone(), trace, steps(made));
  }

  private EpochRecord record(int made, BatchResult validation, long started) {
    return new EpochRecord(
        number(made - 1),
        job.run().stage(),
        steps(made),
        epochLoss / plan.steps(),
        Double.NaN,
        validation.meanLoss(),
        validation.accuracy(),
        Math.round(tokensPerRow * job.settings().batchRows()) * plan.steps(),
        (System.nanoTime() - started) / 1e9);
  }

  /** Of so many epochs. */
  private long steps(int epochs) {
    return (long) epochs * plan.steps();
  }

  private int number(int epoch) {
    return job.run().firstEpoch() + epoch;
  }

  /** DLlib reports a step's loss only; tokens are the rows' mean times their number. */
  private void stepMade(long step, double loss) {
    refuseNotFinite(step, loss);
    double seconds = (System.nanoTime() - stepStarted) / 1e9;
    stepStarted = System.nanoTime();
    epochLoss += loss;
    long tokens = Math.round(tokensPerRow * job.settings().batchRows());
    StepRecord record =
        new StepRecord(
            step,
            epochOf(step),
            loss,
            Double.NaN,
            schedule.learningRate(step),
            Double.NaN,
            tokens,
            tokens / seconds,
            0);
    trace.add(record);
    listener.step(record);
  }

  private void refuseNotFinite(long step, double loss) {
    if (!Double.isFinite(loss)) {
      throw SunriseException.of(
          "step %d of epoch %d: DistriOptimizer's loss is %s, expected a finite number; lower"
              + " learning-rate (now %s) or set clip-norm, and run again; optimizer sunrise can leave"
              + " such steps out",
          step, epochOf(step), loss, job.settings().learningRate());
    }
  }

  private int epochOf(long step) {
    return number((int) ((step - 1) / plan.steps()));
  }
}
