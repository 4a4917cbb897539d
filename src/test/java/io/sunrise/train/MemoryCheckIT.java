package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SunriseException;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.train.trace.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryCheckIT {
  private static final long GIBIBYTE = 1L << 30;
  private static final int PARAMETERS = 30_000_000;
  private static final RunMemory MEMORY =
      new RunMemory(4L * PARAMETERS, 16L * PARAMETERS, GIBIBYTE / 4, 4, 1000);

  private final List<String> warnings = new ArrayList<>();
  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void warning(String line) {
          warnings.add(line);
        }
      };

  private void check(RunOn runOn, long driverHeap) {
    MemoryCheck check = new MemoryCheck(listener, driverHeap);
    check.refuseTooLittle(TrainingTesting.on(runOn, 2), PARAMETERS);
    check.warn(TrainingTesting.on(runOn, 2), MEMORY);
  }

  @Test
  void refusesAHeapThatTheGradientsDoNotFitIn() {
    assertThatThrownBy(() -> check(RunOn.DRIVER, GIBIBYTE / 2))
        .isInstanceOf(SunriseException.class)
        .hasMessageContainingAll("found 512 MiB", "set --driver-memory")
        .hasMessageNotContaining("\n");
  }

  @Test
  void warnsOfAHeapThatMayNotDo() {
    check(RunOn.DRIVER, 5L * 4 * PARAMETERS);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).contains("in the driver", "set --driver-memory");
  }

  @Test
  void driverAndExecutorsOfOneProcessShareItsHeap() {
    long enoughForOne = MEMORY.ofExecutor(2, 2) + GIBIBYTE / 2;
    check(RunOn.EXECUTORS, enoughForOne);
    assertThat(warnings).hasSize(1);
  }

  @Test
  void saysNothingWhereThereIsRoom() {
    check(RunOn.DRIVER, 8 * GIBIBYTE);
    check(RunOn.EXECUTORS, 8 * GIBIBYTE);
    assertThat(warnings).isEmpty();
  }
}
