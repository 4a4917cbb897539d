package io.sunrise.data;

import io.sunrise.SunriseException;
import java.io.IOException;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.AnalysisException;

/** Finds, in what Spark throws, what the person who started the run can mend. */
public final class SparkFailures {
  private SparkFailures() {}

  /**
   * What to throw: the {@link SunriseException} that a task threw, or one of the message {@code
   * what: why} where a file system failed, or else the failure itself, which is a defect.
   */
  public static RuntimeException explain(String what, Throwable failure) {
    String why = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SunriseException known) {
        return known;
      }
      if (cause instanceof IOException
          || cause instanceof FSError
          || cause instanceof AnalysisException) {
        why = SunriseException.reason(cause);
      }
    }
    if (why != null) {
      return new SunriseException(what + ": " + why, failure);
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(what, failure);
  }
}
