package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import io.sunrise.config.AdamWSettings;
import io.sunrise.config.LossSettings;
import io.sunrise.config.TrainingSettings;
import io.sunrise.config.TrainingSettings.OptimizerKind;
import io.sunrise.config.TrainingSettings.RunOn;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Gemm;
import io.sunrise.nn.MaskedLanguageModel;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.nn.SequenceClassifier;
import io.sunrise.train.TrainingTask.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunMemoryTest {
  private static final int MAX_TOKENS = 50;
  private static final int MICRO_BATCHES = 7;
  private static final int ROWS = MICRO_BATCHES * 32;
  private static final TrainingSettings SETTINGS = settings(ROWS, true);

  private static TrainingSettings settings(int batchRows, boolean keepBest) {
    return new TrainingSettings(
        1,
        batchRows,
        32,
        1e-3,
        0.1,
        new LossSettings(0, 0),
        new AdamWSettings(0.01, 0.9, 0.999, 1, 0),
        1,
        keepBest,
        0,
        3,
        2,
        OptimizerKind.SUNRISE,
        RunOn.AUTO);
  }

  /** Loading them allocates, too. */
  @BeforeAll
  static void loadClasses() {
    for (TrainingTask task : List.of(masked("tiny", 0.1), classification("tiny"))) {
      step(task, layout(task));
    }
  }

  static Stream<TrainingTask> tasks() {
    return Stream.of(
        masked("tiny", 0.1),
        masked("tiny", 0),
        masked("mini", 0.1),
        masked("small", 0.1),
        classification("mini"));
  }

  private static TrainingTask classification(String size) {
    return TrainingTask.classification(ModelSizes.named(size, 8192, MAX_TOKENS, 0.1), 3, "none");
  }

  private static TrainingTask masked(String size, double dropout) {
    return TrainingTask.maskedTokens(
        ModelSizes.named(size, 8192, MAX_TOKENS, dropout), 0.15, "none");
  }

  /** Its arrays are as large as any other's, and its products cost nothing. */
  private static NetworkFactory networks(TrainingTask task) {
    Gemm none = new NoProducts();
    return task.kind() == Kind.MASKED_LM
        ? () -> new MaskedLanguageModel(task.model(), none)
        : () -> new SequenceClassifier(task.model(), task.classes(), none);
  }

  private static ParameterLayout layout(TrainingTask task) {
    return networks(task).create().layout();
  }

  private static RunMemory memory(TrainingTask task) {
    return new RunMemory(task, SETTINGS, layout(task).size(), ROWS);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theFormulaIsWithin15PercentOfWhatAStepAllocates(TrainingTask task) {
    RunMemory memory = memory(task);
    ParameterLayout layout = layout(task);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    List<Object> retained = step(task, layout);

    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(retained).hasSize(3 + 3);
    assertThat((double) memory.ofDriver(1)).isCloseTo((double) allocated, withinPercentage(15));
  }

  /** What a run on one thread of the driver holds after a step: rows, state, worker, gradients. */
  private static List<Object> step(TrainingTask task, ParameterLayout layout) {
    Worker worker = new Worker(networks(task));
    float[] initial = new float[layout.size()];
    AdamW adamW = new AdamW(layout, SETTINGS.adamW());
    BestEpoch best = BestEpoch.of(task.kind(), SETTINGS.keepBest(), initial);
    TrainingState state = new TrainingState(initial.clone(), adamW, best);
    EpochPlan plan = new EpochPlan(ROWS, ROWS, SETTINGS.microBatchRows());
    EpochShare share = new EpochShare(rows(), plan, RunnerSetup.batches(task, 1), 1, 0, 1);
    List<Object> retained = new ArrayList<>(List.of(share, state, worker));
    retained.addAll(worker.gradients(share, 0, share.microBatches(0), state.parameters(), 1));
    return retained;
  }

  private static TokenRows rows() {
    int[] tokens = new int[MAX_TOKENS];
    Arrays.fill(tokens, 7);
    TokenRows.Builder rows = new TokenRows.Builder();
    for (int row = 0; row < ROWS; row++) {
      rows.add(new TokenRow(row, row % 3, tokens));
    }
    return rows.build();
  }

  /** Before the last of seven leaves is added, the nodes of four and of two stand. */
  @Test
  void aWorkerHoldsTheOpenNodesOfItsShareOfTheTree() {
    RunMemory memory = memory(masked("tiny", 0.1));
    long gradient = 4L * memory.parameters();
    assertThat(memory.certainOfDriver(0)).isEqualTo(5 * gradient);
    assertThat(memory.certainOfDriver(1)).isEqualTo((5 + 3) * gradient);
    assertThat(memory.certainOfDriver(7)).isEqualTo((5 + 7) * gradient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "mini", "small", "medium", "base"})
  void theReadmesTableIsTheFormula(String size) throws IOException {
    TrainingTask task = masked(size, 0.1);
    int rows = 512;
    RunMemory memory = new RunMemory(task, settings(rows, false), layout(task).size(), rows);
    // The table leaves out the rows that a driver holds, twice 16 bytes and 4 a token.
    long held = 2L * rows * (16 + 4 * MAX_TOKENS);
    assertThat(Files.readAllLines(Path.of("README.md")))
        .contains(
            String.format(
                Locale.ROOT,
                "| %s | %.1f M | %,d | %,d | %,d | %,d | %,d |",
                size,
                memory.parameters() / 1e6,
                (memory.ofDriver(2) - held) >> 20,
                (memory.ofDriver(8) - held) >> 20,
                memory.ofDriverOfExecutors(16) >> 20,
                memory.ofExecutor(1, 16) >> 20,
                memory.ofExecutor(4, 16) >> 20));
  }

  private static final class NoProducts implements Gemm {
    @Override
    public String name() {
      return "none";
    }

    @Override
    public void multiply(
        Op opA,
        Op opB,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int aAt,
        int aStride,
        float[] b,
        int bAt,
        int bStride,
        float beta,
        float[] c,
        int cAt,
        int cStride) {}
  }
}
