package io.sunrise.train;

import io.sunrise.config.TrainingSettings.RunOn;
import org.apache.spark.sql.SparkSession;

/**
 * Where a run's steps run.
 *
 * @param runOn executors or driver
 * @param parallel tasks a step on executors, threads on the driver
 */
record TrainingPlace(SparkSession spark, RunOn runOn, int parallel) {

  /** The place that a setting asks for; auto is the driver where the master is local. */
  static TrainingPlace of(SparkSession spark, RunOn setting) {
    boolean local = spark.sparkContext().isLocal();
    boolean onDriver = setting == RunOn.DRIVER || (setting == RunOn.AUTO && local);
    int parallel =
        onDriver && !local
            ? Runtime.getRuntime().availableProcessors()
            : spark.sparkContext().defaultParallelism();
    return new TrainingPlace(spark, onDriver ? RunOn.DRIVER : RunOn.EXECUTORS, parallel);
  }
}
