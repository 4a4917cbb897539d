package io.sunrise.stage;

import io.sunrise.console.Console;
import io.sunrise.console.JobDescription;
import io.sunrise.console.Progress;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.SparkStatusTracker;

/**
 * A long step of a stage on Spark: a bar over the tasks while it runs, a line with its rows and
 * rate when it is done. Its title also describes its jobs in Spark's UI.
 */
public final class SparkStep {
  private static final long LOOKED_AT_EVERY_MILLIS = 250;

  private final Console console;
  private final SparkStatusTracker tracker;
  private final String title;
  private final String unit;
  private int shownStage = -1;
  private Progress progress;

  private SparkStep(StageRun run, String title, String unit) {
    this.console = run.console();
    this.tracker = run.spark().sparkContext().statusTracker();
    this.title = title;
    this.unit = unit;
  }

  /**
   * Does the work and shows it.
   *
   * @param work returns how many rows it dealt with
   * @return these rows
   */
  public static long run(StageRun run, String title, LongSupplier work) {
    return run(run, title, "rows", work::getAsLong, Long::longValue);
  }

  /**
   * The same for work that makes something.
   *
   * @param rows how many rows it holds
   * @return what was made
   */
  public static <T> T run(StageRun run, String title, Supplier<T> work, ToLongFunction<T> rows) {
    return run(run, title, "rows", work, rows);
  }

  /** The same for a step that counts something other than rows. */
  public static <T> T run(
      StageRun run, String title, String unit, Supplier<T> work, ToLongFunction<T> count) {
    return JobDescription.step(
        run.spark().sparkContext(), title, () -> new SparkStep(run, title, unit).show(work, count));
  }

  private <T> T show(Supplier<T> work, ToLongFunction<T> count) {
    ScheduledExecutorService looks =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "step-progress");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        looks.scheduleAtFixedRate(
            this::look, LOOKED_AT_EVERY_MILLIS, LOOKED_AT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    long start = System.nanoTime();
    T made;
    long rows;
    try {
      made = work.get();
      rows = count.applyAsLong(made);
    } finally {
      looks.shutdownNow();
      close();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    console.line(
        String.format(
            Locale.ROOT,
            "  %s: %,d %s in %.1f s, %s %s/s",
            title,
            rows,
            unit,
            seconds,
            Progress.rate(rows / Math.max(seconds, 1e-9)),
            unit));
    return made;
  }

  /** Shows the newest of Spark's running stages. */
  private synchronized void look() {
    int newest = -1;
    for (int stage : tracker.getActiveStageIds()) {
      newest = Math.max(newest, stage);
    }
    SparkStageInfo stage = newest < 0 ? null : tracker.getStageInfo(newest).getOrElse(() -> null);
    if (stage == null) {
      return;
    }
    if (newest != shownStage) {
      close();
      progress = console.progress(title, stage.numTasks(), "tasks");
      shownStage = newest;
    }
    progress.at(stage.numCompletedTasks());
  }

  private synchronized void close() {
    if (progress != null) {
      progress.close();
      progress = null;
    }
  }
}
