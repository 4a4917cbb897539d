package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.train.trace.EpochRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  @Test
  void stopsOnceValidationGetsNoBetter() {
    List<String> warnings = new ArrayList<>();
    TrainingSettings still = TrainingTesting.settings(OptimizerKind.DISTRI, 9, 8, 1e-30, 2);
    TrainingResult result =
        TrainingTesting.train(
            TrainingTesting.job(folder, still, 40),
            TrainingTesting.on(RunOn.DRIVER, 2),
            new StopRequest(),
            TrainingTesting.warningsTo(warnings));
    assertThat(result.epochs()).hasSize(3);
    assertThat(result.steps()).isEqualTo(3L * TrainingTesting.STEPS_PER_EPOCH);
    assertThat(result.epoch()).isEqualTo(1);
    assertThat(warnings)
        .containsExactly("stopping after epoch 3: validation has not improved for 2 epochs");
  }

  @Test
  void namesTheStepWhoseLossIsNotFinite() {
    TrainingSettings wild = TrainingTesting.settings(OptimizerKind.DISTRI, 2, 8, 1e30, 0);
    assertThatThrownBy(() -> train(wild))
        .isInstanceOf(SunriseException.class)
        .hasMessageMatching(
            "step \\d of epoch 1: DistriOptimizer's loss is NaN, expected a finite number; .*");
  }

  private TrainingResult train(TrainingSettings settings) {
    TrainingTesting.Case job = TrainingTesting.job(folder, settings, 40);
    return TrainingTesting.train(job, TrainingTesting.on(RunOn.DRIVER, 2));
  }
}
