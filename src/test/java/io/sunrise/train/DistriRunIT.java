package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistriRunIT {
  @TempDir Path folder;

  @Test
  void learnsByDllibsOwnOptimizer() {
    TrainingResult result = train(TrainingTesting.settings(OptimizerKind.DISTRI, 8));
    assertThat(result.steps()).isEqualTo(8L * TrainingTesting.STEPS_PER_EPOCH);
    assertThat(result.epochs()).hasSize(8);
    EpochRecord first = result.epochs().get(0);
    EpochRecord last = result.epochs().get(7);
    assertThat(last.validationLoss()).isLessThan(first.validationLoss() * 0.95);
    assertThat(last.trainLoss()).isLessThan(first.trainLoss());
    assertThat(folder.resolve("trace.jsonl"))
        .content()
        .hasLineCount(8 * (TrainingTesting.STEPS_PER_EPOCH + 1))
        .contains("\"gradientNorm\":null");
  }

  @Test
  void namesABatchThatItsCoresDoNotDivide() {
    TrainingSettings odd = TrainingTesting.settings(OptimizerKind.DISTRI, 1, 7, 1e-2, 0);
    assertThatThrownBy(() -> train(odd))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(
            "batch-rows is 7, and optimizer distri wants a multiple of the 2 cores");
  }

  private TrainingResult train(TrainingSettings settings) {
    TrainingJob job = TrainingTesting.job(folder, settings, 40);
    return TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 2));
  }
}
