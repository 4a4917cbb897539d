package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.intel.analytics.bigdl.dllib.optim.Trigger;
import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.BatchMaker;
import io.sunrise.train.dllib.AdamWMethod;
import io.sunrise.train.dllib.SunriseOptimizer;
import io.sunrise.train.dllib.TokenRowDataSet;
import io.sunrise.train.dllib.TransformerModule;
import io.sunrise.train.gradient.RowSource;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SunriseOptimizerIT {
  private static final TrainingSettings SETTINGS =
      TrainingTesting.settings(OptimizerKind.SUNRISE, 2);

  @TempDir private Path folder;
  private TrainingTesting.Case job;
  private float[] parameters;
  private TokenRowDataSet data;
  private SunriseOptimizer optimizer;

  @BeforeEach
  void optimizer() {
    job = TrainingTesting.job(folder, SETTINGS, 37);
    parameters = job.job().initialParameters().clone();
    RowSource rows = RowSource.of("training", job.train());
    BatchMaker batches = job.job().networks().objective().batches(1);
    data = new TokenRowDataSet(rows, batches, SETTINGS.batchRows());
    optimizer =
        new SunriseOptimizer(
            new TransformerModule(job.job().networks(), parameters),
            data,
            TrainingTesting.on(RunOn.EXECUTORS, 2),
            SETTINGS.microBatchRows(),
            1);
  }

  @Test
  void givesTheBitsOfTrainingThroughDllibsInterface() {
    TrainingResult expected = TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 2));
    optimizer.setOptimMethod(
        new AdamWMethod(
            job.job().networks().create().layout(),
            SETTINGS.adamW(),
            job.job().schedule(job.job().context(37, 9).plan()),
            1));
    optimizer.setGradientClippingByl2Norm(SETTINGS.clipNorm());
    optimizer.setEndWhen(Trigger.maxEpoch(2));

    optimizer.optimize();

    assertThat(parameters).isEqualTo(expected.parameters());
  }

  @Test
  void refusesWhatItDoesNotDo() {
    optimizer.setCheckpoint(folder.toString(), Trigger.everyEpoch());
    assertThatThrownBy(optimizer::optimize)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("found validation, checkpoints or a summary");
  }

  @Test
  void itsDataSetHasEveryRowOnce() {
    List<Integer> sizes = data.data(false).toJavaRDD().map(batch -> batch.size()).collect();
    assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(37);
    assertThat(data.size()).isEqualTo(37);
    assertThat(data.data(true).toJavaRDD().first().size()).isEqualTo(SETTINGS.batchRows());
  }
}
