package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.sun.management.ThreadMXBean;
import io.sunrise.config.Settings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.RankedRows;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.Networks;
import io.sunrise.train.checkpoint.TrainingRun;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.gradient.Worker;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMemoryTest {
  private static final int ROWS = 512;
  private static final int MAX_TOKENS = 50;

  /** 512 rows a step, 32 at a time. */
  private static final TrainingSettings SETTINGS =
      Settings.load(
              Path.of("conf/demo.conf"),
              List.of("pretrain.batch-rows=512", "pretrain.micro-batch-rows=32"))
          .pretrain()
          .training();

  private static TrainingJob job(String size) {
    MaskedTokens objective =
        new MaskedTokens(
            ModelSizes.named(size, Architecture.MODERNBERT, 8192, MAX_TOKENS, 0.1), 0.15);
    Networks networks = Networks.of(objective, "java");
    return new TrainingJob(
        networks,
        new float[networks.create().layout().size()],
        SETTINGS,
        new TrainingRun("pretrain", "", "", 1, 1));
  }

  @Test
  void isWithin15PercentOfWhatAWorkersFirstStepAllocates() {
    TrainingJob job = job("tiny");
    StepContext context = job.context(ROWS, 0);
    EpochPlan plan = context.plan();
    RankedRows rows = KernelBench.fullRows(ROWS);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    RunMemory memory = RunMemory.of(job, ROWS);
    long before = threads.getCurrentThreadAllocatedBytes();
    new Worker(job.networks().create())
        .gradients(
            plan.share(0, 0, 1),
            i -> {
              EpochPlan.Span span = plan.rowsHeld(0, 0, i, 0, 1);
              return context
                  .batches()
                  .batch(rows.copy(span.from(), span.to(), place -> place), 0, span.size(), 1);
            },
            job.initialParameters(),
            1);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat((double) (memory.ofDriver(1) - memory.state()))
        .isCloseTo((double) allocated, withPercentage(15));
  }

  @Test
  void threadsWithoutAMicroBatchTakeNothing() {
    RunMemory memory = new RunMemory(1, 4, 10, 7, 0);
    assertThat(memory.ofDriver(64)).isEqualTo(memory.ofDriver(7));
  }

  /** Its numbers are rounded; it leaves out the rows that a driver holds. */
  @ParameterizedTest
  @ValueSource(strings = {"tiny", "mini", "small", "medium", "base"})
  void theMemoryTableOfTheDocsIsWithin3PercentOfIt(String size) throws IOException {
    RunMemory memory = RunMemory.of(job(size), ROWS);
    double[] expected =
        LongStream.of(
                memory.ofDriver(2) - memory.rows(),
                memory.ofDriver(8) - memory.rows(),
                memory.ofDriverOfExecutors(),
                memory.ofExecutor(1, 16),
                memory.ofExecutor(4, 16))
            .mapToDouble(bytes -> bytes / (double) (1 << 20))
            .toArray();
    String line =
        Files.readAllLines(Path.of("docs/cluster.md")).stream()
            .filter(row -> row.startsWith("| " + size + " |"))
            .findFirst()
            .orElseThrow();
    String[] cells = line.split(" *[|] *");
    for (int i = 0; i < expected.length; i++) {
      double shown = Double.parseDouble(cells[3 + i].replace(",", ""));
      assertThat(shown).as(line).isCloseTo(expected[i], withPercentage(3));
    }
  }
}
