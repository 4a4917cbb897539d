package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.RankedRows;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.BatchResult;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.RowSource;
import io.sunrise.train.trace.EpochRecord;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskTrainingIT {
  @TempDir private Path folder;

  @Test
  void givesTheBitsAndTheScoresOfTheSameRunOnTheDriver() {
    for (int patience : new int[] {0, 2}) {
      TrainingSettings settings =
          TrainingTesting.settings(OptimizerKind.SUNRISE, 12, 8, 0.05, patience);
      TrainingTesting.Case job = TrainingTesting.job(folder.resolve("" + patience), settings, 37);
      TrainingResult expected = TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 2));
      TaskTraining training = new TaskTraining(job.job().networks(), settings);
      TokenRows train = rows(job.train());
      TokenRows validation = rows(job.validation());
      float[] initial = job.job().initialParameters();

      List<Integer> tasks = List.of(0, 1, 2);
      List<float[]> inTasks =
          JavaSparkContext.fromSparkContext(SparkTesting.session().sparkContext())
              .parallelize(tasks, tasks.size())
              .map(task -> training.train(initial, train, validation, run()).parameters())
              .collect();

      assertThat(inTasks)
          .hasSize(3)
          .allSatisfy(parameters -> assertThat(parameters).isEqualTo(expected.parameters()));
      BatchResult score = training.score(expected.parameters(), validation, 1);
      EpochRecord measured = expected.epochs().get(expected.epoch() - 1);
      assertThat(score.meanLoss()).isEqualTo(measured.validationLoss());
      assertThat(score.accuracy()).isEqualTo(measured.validationAccuracy());
    }
  }

  private static TokenRows rows(Dataset<Row> dataset) {
    RankedRows rows = RowSource.of("some", dataset).collect();
    return rows.copy(0, rows.size(), rank -> rank);
  }

  private static TrainingRun run() {
    return new TrainingRun("pretrain", "", "", 1, 1);
  }
}
