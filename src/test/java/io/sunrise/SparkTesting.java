package io.sunrise;

import org.apache.spark.sql.SparkSession;

/** The one Spark session that all integration tests of a run share. */
public final class SparkTesting {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("sunrise-tests")
          .config("spark.ui.enabled", false)
          .config("spark.sql.shuffle.partitions", 2)
          // Two partitions need no adaption, and each plan is compiled once.
          .config("spark.sql.adaptive.enabled", false)
          // Compiling code for each of a thousand small queries takes longer than they do.
          .config("spark.sql.codegen.wholeStage", false)
          .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
          // Blocks of earlier tests that Spark would keep leave the heap to later ones.
          .config("spark.memory.fraction", 0.3)
          // What the UI would show of thousands of jobs fills the heap.
          .config("spark.ui.retainedJobs", 5)
          .config("spark.ui.retainedStages", 5)
          .config("spark.ui.retainedTasks", 50)
          .config("spark.sql.ui.retainedExecutions", 1)
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .getOrCreate();

  private SparkTesting() {}

  public static SparkSession session() {
    return SESSION;
  }
}
