package io.sunrise.cli;

import io.sunrise.console.Console;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SparkUncaughtExceptionHandler;
import scala.Option;

/**
 * Ctrl-C and SIGTERM: the running jobs are cancelled, and the process ends once the command has
 * cleaned up. Training, which stops at its next step, has a hook of its own that runs before this
 * one.
 */
final class Interruption {
  /** Below training's hook (100), above Spark's (50), which would stop its context under a job. */
  private static final int PRIORITY = 90;

  private static final long WAIT_SECONDS = 30;
  private static final long CANCELLED_EVERY_MILLIS = 200;

  private static final CountDownLatch ENDED = new CountDownLatch(1);
  private static volatile boolean requested;

  private Interruption() {}

  /** Lets signals end this process cleanly. */
  static void install() {
    ShutdownHookManager.get()
        .addShutdownHook(Interruption::stop, PRIORITY, WAIT_SECONDS, TimeUnit.SECONDS);
  }

  private static void stop() {
    if (ENDED.getCount() == 0) {
      return;
    }
    requested = true;
    boolean ended = isEndedBySpark();
    PrintStream errors = System.err;
    // What Spark, Hadoop and Scala's threads have to say of jobs that fail now is no news.
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Configurator.setRootLevel(Level.OFF);
    try {
      cancelUntilEnded();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    new Console(System.out, errors, false)
        .failure(
            ended
                ? Failures.outOfMemory()
                : "stopped; run the same command again: finished stages are kept");
  }

  /**
   * Whether Spark ends this process, as it does when a task in it runs out of memory: no signal
   * came then.
   */
  private static boolean isEndedBySpark() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Stream::of)
        .anyMatch(
            frame -> frame.getClassName().equals(SparkUncaughtExceptionHandler.class.getName()));
  }

  /** Until then it may start another job. */
  private static void cancelUntilEnded() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS - 1);
    boolean ended = false;
    while (!ended && System.nanoTime() < end) {
      cancelAllJobs();
      ended = ENDED.await(CANCELLED_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static void cancelAllJobs() {
    Option<SparkSession> session = SparkSession.getDefaultSession();
    try {
      if (session.isDefined() && !session.get().sparkContext().isStopped()) {
        session.get().sparkContext().cancelAllJobs();
      }
    } catch (IllegalStateException e) {
      // The command has stopped the context in between, and has no jobs any more.
    }
  }

  /** The command has ended, and has cleaned up. */
  static void commandEnded() {
    ENDED.countDown();
  }

  /** Whether a signal has cancelled the command's jobs; training ends by itself. */
  static boolean isRequested() {
    return requested;
  }
}
