package io.sunrise.train;

import org.apache.spark.ContextCleaner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Option;

/**
 * Removes the files of a shuffle that is read for the last time. Spark waits for a garbage
 * collection to do so, and a step leaves megabytes.
 */
final class Shuffles {
  private Shuffles() {}

  static void remove(JavaPairRDD<?, ?> shuffled) {
    Option<ContextCleaner> cleaner = shuffled.rdd().sparkContext().cleaner();
    if (cleaner.isDefined()
        && shuffled.rdd().dependencies().head() instanceof ShuffleDependency<?, ?, ?> shuffle) {
      cleaner.get().doCleanupShuffle(shuffle.shuffleId(), false);
    }
  }
}
