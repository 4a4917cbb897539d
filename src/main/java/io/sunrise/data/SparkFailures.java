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
   * {@code what: why} if a file system failed; otherwise a defect with this message.
   */
  public static RuntimeException explain(String what, Throwable failure) {
    String why = null;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SunriseException known) {
        return known;
      }
      if (isOfFiles(cause)) {
        why = SunriseException.reason(cause);
      }
    }
    if (why != null) {
      return new SunriseException(what + ": " + why, failure);
    }
    return new IllegalStateException(what + ": " + SunriseException.reason(failure), failure);
  }

  /** Whether a file or its columns are to blame. */
  private static boolean isOfFiles(Throwable cause) {
    StackTraceElement[] frames = cause.getStackTrace();
    return cause instanceof IOException
        || cause instanceof FSError
        || cause instanceof AnalysisException
        // Of a damaged file, Parquet's reader says so by exceptions of any kind.
        || (frames.length > 0 && frames[0].getClassName().startsWith("org.apache.parquet."));
  }
}
