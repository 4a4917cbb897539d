package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.nn.NetworkFactory;
import org.apache.spark.sql.SparkSession;

/** Runs a {@link TrainingJob} from where its folder says it stands to its end. */
public final class Training {
  private Training() {}

  /**
   * Trains, or resumes from the newest checkpoint in the run's folder.
   *
   * @throws SunriseException if stopped by {@link StopRequest}, if the loss is not finite, if the
   *     folder holds another job's checkpoints, or if an executor cannot compute as the driver does
   */
  public static TrainingResult run(SparkSession spark, TrainingJob job, TrainingListener listener) {
    TrainingPlace place = TrainingPlace.of(spark, job.settings().runOn());
    StopRequest stop = StopRequest.ofThisProcess();
    return run(place, job, job.networks(), stop, listener);
  }

  static TrainingResult run(
      TrainingPlace place,
      TrainingJob job,
      NetworkFactory networks,
      StopRequest stop,
      TrainingListener listener) {
    ShutdownStop hook = new ShutdownStop(stop);
    if (job.settings().optimizer() == OptimizerKind.DISTRI) {
      // DLlib asks nobody between its steps and leaves nothing to go on from: end at once.
      hook.close();
    }
    try (TrainingSession session = TrainingSession.open(place, job, networks, listener)) {
      return session.train(stop);
    } catch (Exception e) {
      throw oneLine(e);
    } finally {
      hook.close();
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
}
