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
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .getOrCreate();

  private SparkTesting() {}

  public static SparkSession session() {
    return SESSION;
  }
}
