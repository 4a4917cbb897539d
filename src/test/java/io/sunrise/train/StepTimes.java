package io.sunrise.train;

import io.sunrise.train.trace.EpochRecord;
import io.sunrise.train.trace.StepRecord;
import io.sunrise.train.trace.TrainingListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Where the time and the traffic of a run's last epoch went; its first step is left out. */
final class StepTimes extends SparkListener {
  private final int epochs;
  private final long lastStep;
  private boolean counting;
  private long steps;
  private long tokens;
  private double stepMillis;
  private double jobMillis;
  private double gradientMillis;
  private double reduceMillis;
  private double shuffledBytes;
  private long driverBytes;
  private long jobStarted;
  private int stagesOfJob;
  private double validationLoss;

  /** Of a run of so many epochs and steps. */
  StepTimes(int epochs, long lastStep) {
    this.epochs = epochs;
    this.lastStep = lastStep;
  }

  TrainingListener ofSteps() {
    return new TrainingListener() {
      @Override
      public void step(StepRecord record) {
        made(record);
      }

      @Override
      public void epochEnded(EpochRecord record) {
        validationLoss = record.validationLoss();
      }
    };
  }

  private synchronized void made(StepRecord record) {
    if (counting) {
      steps++;
      tokens += record.tokens();
      stepMillis += 1e3 * record.seconds();
      if (record.step() == lastStep) {
        driverBytes += networkBytes();
      }
    } else if (record.epoch() == epochs) {
      driverBytes = -networkBytes();
    }
    counting = record.epoch() == epochs && record.step() < lastStep;
  }

  /** What all network interfaces of this process received and sent; 0 where Linux does not say. */
  private static long networkBytes() {
    Path counters = Path.of("/proc/net/dev");
    if (!Files.exists(counters)) {
      return 0;
    }
    try {
      return Files.readAllLines(counters).stream()
          .filter(line -> line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim().split("\\s+"))
          .mapToLong(columns -> Long.parseLong(columns[0]) + Long.parseLong(columns[8]))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    jobStarted = job.time();
    stagesOfJob = 0;
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    if (counting) {
      jobMillis += job.time() - jobStarted;
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted stage) {
    double millis =
        (long) stage.stageInfo().completionTime().get()
            - (long) stage.stageInfo().submissionTime().get();
    stagesOfJob++;
    if (counting && stagesOfJob == 1) {
      gradientMillis += millis;
    } else if (counting) {
      reduceMillis += millis;
    }
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd task) {
    if (counting && task.taskMetrics() != null) {
      shuffledBytes += task.taskMetrics().shuffleReadMetrics().remoteBytesRead();
    }
  }

  double tokensPerSecond() {
    return 1e3 * tokens / stepMillis;
  }

  /** After the last epoch. */
  double validationLoss() {
    return validationLoss;
  }

  /** Milliseconds of a step, as those that follow. */
  double step() {
    return stepMillis / steps;
  }

  double gradients() {
    return gradientMillis / steps;
  }

  double reducing() {
    return reduceMillis / steps;
  }

  double scheduling() {
    return jobMillis / steps - gradients() - reducing();
  }

  double onDriver() {
    return step() - jobMillis / steps;
  }

  /** Megabytes a step that the driver's process received and sent. */
  double driverMegabytes() {
    return driverBytes / 1e6 / steps;
  }

  /** Megabytes a step between executors. */
  double shuffledMegabytes() {
    return shuffledBytes / 1e6 / steps;
  }
}
