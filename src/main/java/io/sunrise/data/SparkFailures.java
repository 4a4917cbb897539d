package io.sunrise.data;

import io.sunrise.SunriseException;
import java.io.IOException;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.sql.AnalysisException;

/** Finds, in Spark's exceptions, the failures that a user can fix. */
public final class SparkFailures {
  private SparkFailures() {}

  /**
   * The exception to throw: the {@link SunriseException} that a task threw; one with the message
   * {@code what: why} if a file system failed; otherwise a defect, whose message is {@code what}.
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
    return new IllegalStateException(what, failure);
  }
}
