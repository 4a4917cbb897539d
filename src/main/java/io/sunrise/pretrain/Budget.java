package io.sunrise.pretrain;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.console.JobDescription;
import io.sunrise.stage.JsonFiles;
import io.sunrise.stage.StageRun;
import io.sunrise.train.SpeedTrial;
import io.sunrise.train.Training;
import io.sunrise.train.TrainingJob;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * Plans the number of steps that fit in a time, from a measured speed. The plan is saved before the
 * first step, and an interrupted run keeps it.
 *
 * @param seconds that the stage may take
 * @param started when it began, by {@link System#nanoTime}
 */
record Budget(StageRun run, long seconds, long started) {
  private static final String FILE = "budget.json";

  /** Of the time that is left, and at most this long, the speed is measured. */
  private static final double TRIAL_SHARE = 0.04;

  private static final double TRIAL_SECONDS = 20;

  /** For what comes after the last step: scoring and writing. */
  private static final double RESERVED_SHARE = 0.02;

  /** The steps that the run makes. */
  int steps(TrainingJob job, SplitRows rows) throws IOException {
    run.log(FILE);
    String file = run.output(FILE);
    if (!run.fileSystem().exists(new Path(file))) {
      JsonFiles.write(run.fileSystem(), file, planned(job, rows));
    }
    JsonNode plan = JsonFiles.read(run.fileSystem(), file, "pretrain");
    run.value("budget", plan);
    run.console()
        .line(
            String.format(
                Locale.ROOT,
                "  a budget of %,d s: %,d steps of %,d rows, %.2f epochs, as a step takes %.3f s",
                seconds,
                plan.path("steps").asInt(),
                job.settings().batchRows(),
                plan.path("epochs").asDouble(),
                plan.path("secondsOfStep").asDouble()));
    return plan.path("steps").asInt();
  }

  private Map<String, Object> planned(TrainingJob job, SplitRows rows) {
    double trialSeconds = Math.min(TRIAL_SECONDS, TRIAL_SHARE * seconds);
    SpeedTrial trial =
        JobDescription.step(
            run.spark().sparkContext(),
            "measuring the speed",
            () -> Training.trial(run.spark(), job, rows.train(), rows.validation(), trialSeconds));
    double used = (System.nanoTime() - started) / 1e9;
    int steps = trial.stepsIn((1 - RESERVED_SHARE) * seconds - used);
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("seconds", seconds);
    plan.put("secondsOfStep", trial.secondsOfStep());
    plan.put("steps", steps);
    plan.put("epochs", (double) steps / trial.stepsOfEpoch());
    return plan;
  }
}
