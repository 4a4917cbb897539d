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
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .getOrCreate();

  private SparkTesting() {}

  public static SparkSession session() {
    return SESSION;
  }
}
