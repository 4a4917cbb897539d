package io.sunrise.stage;

import io.sunrise.SunriseException;
import org.apache.spark.sql.SparkSession;
import scala.util.Properties;

/** The Spark that the jar is built for. */
public final class SparkVersion {
  private static final String SPARK = "3.5.";
  private static final String SCALA = "2.12.";

  private SparkVersion() {}

  /**
   * Refuses another Spark, of which classes and methods would be missing later.
   *
   * @throws SunriseException with the versions that were found and are expected
   */
  public static void require(SparkSession spark) {
    require(spark.version(), Properties.versionNumberString());
  }

  static void require(String spark, String scala) {
    if (!spark.startsWith(SPARK) || !scala.startsWith(SCALA)) {
      throw SunriseException.of(
          "Spark %s with Scala %s, expected Spark %sx with Scala %sx: run it on such a Spark",
          spark, scala, SPARK, SCALA);
    }
  }
}
