package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.train.gradient.TrainingPlace;
import io.sunrise.train.trace.TrainingListener;
import java.util.Locale;
import org.apache.spark.SparkConf;

/** Checks before the first step that the heap is large enough for the run. */
final class MemoryCheck {
  /** What Spark keeps for itself (UnifiedMemoryManager.RESERVED_SYSTEM_MEMORY_BYTES). */
  private static final long SPARK = 300L << 20;

  private static final String OTHERWISE =
      " in SPARK_SUBMIT_ARGS, or take a smaller model or fewer micro-batch-rows";

  private final TrainingListener listener;
  private final long driverHeap;

  /**
   * @param driverHeap in bytes
   */
  MemoryCheck(TrainingListener listener, long driverHeap) {
    this.listener = listener;
    this.driverHeap = driverHeap;
  }

  /**
   * @param parameters how many the run has
   * @throws SunriseException where the driver certainly has too little for its state
   */
  void refuseTooLittle(TrainingPlace place, long parameters) {
    int workers = place.runOn() == RunOn.DRIVER ? 1 : 0;
    long certain = (4 + workers) * parameters * Float.BYTES;
    if (certain > driverHeap) {
      throw SunriseException.of(
          "out of memory before the first step: parameters, moments and gradients alone take %d MiB"
              + " of the driver's heap, found %d MiB: set --driver-memory %dm%s",
          mebibytes(certain), mebibytes(driverHeap), mebibytes(certain * 5 / 4 + SPARK), OTHERWISE);
    }
  }

  /** Warns of each process whose heap may be too small. */
  void warn(TrainingPlace place, RunMemory memory) {
    int tasks = place.parallel();
    if (place.runOn() == RunOn.DRIVER) {
      warn("the driver", "--driver-memory", memory.ofDriver(tasks), driverHeap);
      return;
    }
    boolean local = place.spark().sparkContext().isLocal();
    long driver = memory.ofDriverOfExecutors();
    long executor = memory.ofExecutor(coresOfAnExecutor(place), tasks);
    warn("the driver", "--driver-memory", local ? driver + executor : driver, driverHeap);
    if (!local) {
      SparkConf conf = place.spark().sparkContext().getConf();
      long found = conf.getSizeAsBytes("spark.executor.memory", "1g");
      warn("each executor", "--executor-memory", executor, found);
    }
  }

  /** Spark's list of executors includes the driver. */
  private static int coresOfAnExecutor(TrainingPlace place) {
    int processes = place.spark().sparkContext().statusTracker().getExecutorInfos().length;
    int executors = Math.max(1, processes - 1);
    return (place.parallel() + executors - 1) / executors;
  }

  private void warn(String process, String option, long run, long found) {
    if (run + SPARK > found) {
      listener.warning(
          String.format(
              Locale.ROOT,
              "this run may take up to %1$d MiB of heap in %2$s, of which Spark %3$d MiB; found"
                  + " %4$d MiB: if it runs out of memory, set %5$s %1$dm%6$s",
              mebibytes(run + SPARK),
              process,
              mebibytes(SPARK),
              mebibytes(found),
              option,
              OTHERWISE));
    }
  }

  private static long mebibytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
