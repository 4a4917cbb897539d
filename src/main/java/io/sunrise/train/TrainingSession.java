package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.BatchMaker;
import io.sunrise.nn.NetworkFactory;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.dllib.TensorBoard;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A run put together: its rows, its state, the place where it runs and the files that it leaves.
 */
final class TrainingSession implements AutoCloseable {
  private final TrainingPlace place;
  private final TrainingJob job;
  private final NetworkFactory networks;
  private final ParameterLayout layout;
  private final RowSource train;
  private final RowSource validation;
  private final TensorBoard tensorBoard;
  private final TrainingListener listener;
  private final Checkpoints checkpoints;
  private StepRunner runner;

  private TrainingSession(
      TrainingPlace place, TrainingJob job, NetworkFactory networks, TrainingListener listener)
      throws IOException {
    this.place = place;
    this.job = job;
    this.networks = networks;
    this.layout = networks.create().layout();
    refuseOtherSize(job.initialParameters().length);
    refuseFrozenLayers(job.settings().adamW().frozenLayers());
    this.train = RowSource.of("training", job.rows().train());
    this.validation = RowSource.of("validation", job.rows().validation());
    refuseNoRows();
    Path directory = new Path(job.run().directory());
    FileSystem fileSystem =
        directory.getFileSystem(place.spark().sparkContext().hadoopConfiguration());
    this.tensorBoard = new TensorBoard(fileSystem, new Path(directory, "tensorboard"));
    this.listener = new Listeners(List.of(tensorBoard, listener));
    warnOfNothingToValidate();
    this.checkpoints = new Checkpoints(fileSystem, job, layout, listener);
  }

  static TrainingSession open(
      TrainingPlace place, TrainingJob job, NetworkFactory networks, TrainingListener listener)
      throws IOException {
    return new TrainingSession(place, job, networks, listener);
  }

  private void refuseOtherSize(int found) {
    if (found != layout.size()) {
      throw SunriseException.of(
          "the run starts from %d parameters, its model has %d: the model folder was written for"
              + " other model settings or another tokenizer; use those, or run its stage again",
          found, layout.size());
    }
  }

  private void refuseFrozenLayers(int found) {
    if (found > layout.layers()) {
      throw SunriseException.of(
          "%s.frozen-layers is %d, expected at most the %d layers of the model: lower it",
          job.run().stage(), found, layout.layers());
    }
  }

  private void refuseNoRows() {
    if (train.size() == 0) {
      throw SunriseException.of(
          "%s has no rows to train on, expected at least one: give the stages before it more text",
          job.run().stage());
    }
  }

  private void warnOfNothingToValidate() {
    TrainingSettings settings = job.settings();
    if (validation.size() == 0 && (settings.keepBest() || settings.earlyStoppingPatience() > 0)) {
      listener.warning(
          job.run().stage()
              + " has no validation rows to compare epochs by: keep-best and"
              + " early-stopping-patience do nothing, the last epoch's weights stay; a larger"
              + " validation-share or more text gives it some");
    }
  }

  TrainingResult train(StopRequest stop) {
    return job.settings().optimizer() == OptimizerKind.DISTRI ? distri() : sunrise(stop);
  }

  private TrainingResult sunrise(StopRequest stop) {
    TrainingSettings settings = job.settings();
    new MemoryCheck(listener, Runtime.getRuntime().maxMemory()).check(place, memory());
    AdamW adamW = new AdamW(layout, settings.adamW());
    BestEpoch best =
        BestEpoch.of(
            job.networks().objective().ranking(), settings.keepBest(), job.initialParameters());
    TrainingState state = new TrainingState(job.initialParameters().clone(), adamW, best);
    checkpoints.restore(state);
    Schedule schedule = TrainingLoop.schedule(settings, plan().epoch());
    if (state.step() < schedule.steps()) {
      runner = runner();
    }
    return new TrainingLoop(plan(), runner, state, checkpoints, listener, stop).run();
  }

  private TrainingResult distri() {
    runner = runner();
    BatchMaker batches = job.networks().objective().batches(job.run().seed());
    return new DistriRun(
            job, plan().epoch(), train, batches, networks, runner, checkpoints, listener)
        .run();
  }

  private RunMemory memory() {
    long rows = (long) train.size() + validation.size();
    return new RunMemory(
        job.networks().objective(), job.settings(), layout.size(), rows, place.driverSumBytes());
  }

  private RunPlan plan() {
    return new RunPlan(job.settings(), job.run(), train.ranks());
  }

  private StepRunner runner() {
    RunnerSetup setup =
        RunnerSetup.of(job.networks().objective(), networks, plan(), validation.size());
    if (place.runOn() == RunOn.DRIVER) {
      return new DriverRunner(setup, train.collect(), validation.collect(), place.parallel());
    }
    return new ExecutorRunner(place, setup, train, validation, layout.size());
  }

  @Override
  public void close() {
    tensorBoard.close();
    if (runner != null) {
      runner.close();
    }
  }
}
