package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.Locations;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.train.checkpoint.CheckpointStore;
import io.sunrise.train.checkpoint.Checkpoints;
import io.sunrise.train.dllib.TensorBoard;
import io.sunrise.train.gradient.GradientEngine;
import io.sunrise.train.gradient.RowSource;
import io.sunrise.train.gradient.SparkEngine;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.gradient.ThreadEngine;
import io.sunrise.train.gradient.TrainingPlace;
import io.sunrise.train.trace.TrainingListener;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Runs a {@link TrainingJob} over datasets, from where its folder says it stands to its end. */
public final class Training {
  private final TrainingPlace place;
  private final TrainingJob job;
  private final RowSource train;
  private final RowSource validation;
  private final TrainingListener listener;
  private final StepContext context;
  private final ParameterLayout layout;

  Training(
      TrainingPlace place,
      TrainingJob job,
      Dataset<Row> train,
      Dataset<Row> validation,
      TrainingListener listener) {
    this.place = place;
    this.job = job;
    this.layout = job.networks().create().layout();
    this.listener = listener;
    refuseOtherSize(job.initialParameters().length);
    new TrainingCheck(job.run().stage(), job.networks(), job.settings(), job.longestRow())
        .requirePossible(layout.layers());
    this.train = RowSource.of("training", train);
    this.validation = RowSource.of("validation", validation);
    this.context = job.context(this.train.size(), this.validation.size());
    refuseNoRows();
  }

  /**
   * Trains, or resumes from the newest checkpoint in the run's folder. Rows have the columns {@code
   * index}, {@code tokens} and, to classify, {@code label} of {@link io.sunrise.data.Schemas}; an
   * index is unique within its dataset and may have gaps.
   *
   * @param train each row is visited once an epoch
   * @param validation scored after each epoch; may be empty
   * @throws SunriseException if stopped by {@link StopRequest}, if the loss is not finite, if the
   *     folder holds another job's checkpoints, or if an executor cannot compute as the driver does
   */
  public static TrainingResult run(
      SparkSession spark,
      TrainingJob job,
      Dataset<Row> train,
      Dataset<Row> validation,
      TrainingListener listener) {
    TrainingPlace place = TrainingPlace.of(spark, job.settings().runOn());
    return new Training(place, job, train, validation, listener).run(StopRequest.ofThisProcess());
  }

  /**
   * Measures how fast a run would be, by steps of its first epoch.
   *
   * @param seconds that this may take, besides preparing the rows
   */
  public static SpeedTrial trial(
      SparkSession spark,
      TrainingJob job,
      Dataset<Row> train,
      Dataset<Row> validation,
      double seconds) {
    TrainingPlace place = TrainingPlace.of(spark, job.settings().runOn());
    return new Training(place, job, train, validation, TrainingListener.SILENT).trial(seconds);
  }

  private SpeedTrial trial(double seconds) {
    try (EpochSteps steps = steps(CheckpointStore.NONE)) {
      return SpeedTrial.of(job, steps, context.plan().steps(), seconds);
    } catch (Exception e) {
      throw oneLine(e);
    }
  }

  TrainingResult run(StopRequest stop) {
    try {
      return train(stop);
    } catch (Exception e) {
      throw oneLine(e);
    }
  }

  /** What a task refused, out of Spark's wrapping; anything else as it is. */
  private static RuntimeException oneLine(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SunriseException refused) {
        return refused;
      }
    }
    return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  private TrainingResult train(StopRequest stop) throws IOException {
    Path directory = new Path(job.run().directory());
    FileSystem files =
        Locations.fileSystem(directory, place.spark().sparkContext().hadoopConfiguration());
    warnOfNothingToValidate();
    try (StopRequest.Hook hook = stop.onShutdown();
        TensorBoard tensorBoard = new TensorBoard(files, new Path(directory, "tensorboard"))) {
      CheckpointStore checkpoints =
          new Checkpoints(files, job.run(), job.settings().checkpointsKept(), layout, listener);
      if (isDistri()) {
        // DLlib cannot be stopped between its steps and leaves nothing to resume: end at once.
        hook.release();
        checkpoints = checkpoints.ofTraceOnly();
      } else {
        checkMemory();
      }
      try (EpochSteps steps = steps(checkpoints)) {
        return new TrainingLoop(job, context.plan(), steps, checkpoints, tensorBoard.and(listener))
            .run(stop);
      }
    }
  }

  private boolean isDistri() {
    return job.settings().optimizer() == OptimizerKind.DISTRI;
  }

  private EpochSteps steps(CheckpointStore checkpoints) {
    return isDistri()
        ? new DistriSteps(job, context.plan(), train, engine())
        : new SunriseSteps(job, context.plan(), layout, checkpoints, this::engine);
  }

  private GradientEngine engine() {
    return place.runOn() == RunOn.DRIVER
        ? new ThreadEngine(context, train.collect(), validation.collect(), place.parallel())
        : new SparkEngine(place, context, train, validation, layout.size());
  }

  private void checkMemory() {
    MemoryCheck check = new MemoryCheck(listener, Runtime.getRuntime().maxMemory());
    check.refuseTooLittle(place, layout.size());
    check.warn(place, RunMemory.of(job, (long) train.size() + validation.size()));
  }

  private void refuseOtherSize(int found) {
    if (found != layout.size()) {
      throw SunriseException.of(
          "the run starts from %d parameters, its model has %d: the model folder was written for"
              + " other model settings or another tokenizer; use those, or run its stage again",
          found, layout.size());
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
}
