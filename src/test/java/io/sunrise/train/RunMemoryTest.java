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
import io.sunrise.nn.Classification;
import io.sunrise.nn.Gemm;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.NetworkFactory;
import io.sunrise.nn.Objective;
import io.sunrise.nn.ParameterLayout;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunMemoryTest {
  private static final int MAX_TOKENS = 50;
  private static final int MICRO_BATCHES = 7;
  private static final int ROWS = MICRO_BATCHES * 32;
  private static final TrainingSettings SETTINGS = settings(ROWS, true);
  private static final int TASKS = 2;

  /** More bytes than any step's gradients have. */
  private static final long ALL = Long.MAX_VALUE;

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
    for (Objective task : List.of(masked("tiny", 0.1), classification("tiny"))) {
      step(task, layout(task));
    }
  }

  static Stream<Objective> tasks() {
    return Stream.of(
        masked("tiny", 0.1),
        masked("tiny", 0),
        masked("mini", 0.1),
        masked("small", 0.1),
        classification("mini"));
  }

  private static Objective classification(String size) {
    return new Classification(ModelSizes.named(size, 8192, MAX_TOKENS, 0.1), 3);
  }

  private static Objective masked(String size, double dropout) {
    return new MaskedTokens(ModelSizes.named(size, 8192, MAX_TOKENS, dropout), 0.15);
  }

  /** Its arrays are as large as any other's, and its products cost nothing. */
  private static NetworkFactory networks(Objective task) {
    Gemm none = new NoProducts();
    return () -> task.network(none);
  }

  private static ParameterLayout layout(Objective task) {
    return networks(task).create().layout();
  }

  private static RunMemory memory(Objective task) {
    return memory(task, TrainingPlace.DRIVER_SUM_BYTES);
  }

  private static RunMemory memory(Objective task, long driverSumBytes) {
    return new RunMemory(task, SETTINGS, layout(task).size(), ROWS, driverSumBytes);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void theFormulaIsWithin15PercentOfWhatAStepAllocates(Objective task) {
    RunMemory memory = memory(task);
    ParameterLayout layout = layout(task);
    long before = allocated();

    List<Object> retained = step(task, layout);

    long allocated = allocated() - before;
    assertThat(retained).hasSize(3 + 3);
    assertThat((double) memory.ofDriver(1)).isCloseTo((double) allocated, withinPercentage(15));
  }

  /** What a run on one thread of the driver holds after a step: rows, state, worker, gradients. */
  private static List<Object> step(Objective task, ParameterLayout layout) {
    Worker worker = new Worker(networks(task));
    TrainingState state = state(task, layout);
    EpochShare share = share(task, 0, 1);
    List<Object> retained = new ArrayList<>(List.of(share, state, worker));
    retained.addAll(worker.gradients(share, 0, share.microBatches(0), state.parameters(), 1));
    return retained;
  }

  private static TrainingState state(Objective task, ParameterLayout layout) {
    float[] initial = new float[layout.size()];
    AdamW adamW = new AdamW(layout, SETTINGS.adamW());
    BestEpoch best = BestEpoch.of(task.ranking(), SETTINGS.keepBest(), initial);
    return new TrainingState(initial.clone(), adamW, best);
  }

  private static EpochShare share(Objective task, int holder, int holders) {
    EpochPlan plan = new EpochPlan(ROWS, ROWS, SETTINGS.microBatchRows());
    return new TaskShare(rows(), plan, task.batches(1), 0, 1, holder, holders);
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getCurrentThreadAllocatedBytes();
  }

  @ParameterizedTest
  @CsvSource({"tiny, false", "tiny, true", "mini, false", "mini, true", "small, false"})
  void theFormulaIsWithin15PercentOfWhatAnExecutorTakesForAStep(String size, boolean sumsOnDriver) {
    Objective task = masked(size, 0.1);
    int length = layout(task).size();
    byte[] broadcast = SerializationUtils.serialize(new Parameters(new float[length]));
    long before = allocated();

    Parameters parameters = SerializationUtils.deserialize(broadcast);
    List<GradientSlice> sent = nodes(task, TASKS - 1, parameters.numbers()).toList();

    long taken = allocated() - before + broadcast.length;
    if (sumsOnDriver) {
      taken += bytes(sent);
    }
    assertThat((double) memory(task, sumsOnDriver ? ALL : 0).ofExecutor(1, TASKS))
        .isCloseTo((double) taken, withinPercentage(15));
  }

  @ParameterizedTest
  @CsvSource({"tiny, false", "tiny, true", "mini, false", "mini, true", "small, false"})
  void theFormulaIsWithin15PercentOfWhatADriverOfExecutorsTakesForAStep(
      String size, boolean sumsOnDriver) {
    Objective task = masked(size, 0.1);
    ParameterLayout layout = layout(task);
    int length = layout.size();
    float[] numbers = new float[length];
    byte[] sent =
        SerializationUtils.serialize(
            IntStream.range(0, TASKS)
                .boxed()
                .flatMap(
                    i -> sumsOnDriver ? nodes(task, i, numbers) : Stream.of(finished(i, numbers)))
                .toArray(GradientSlice[]::new));
    long before = allocated();

    TrainingState state = state(task, layout);
    SummedGradient sum = new SummedGradient(new float[length], StepSums.EMPTY);
    GradientSlice[] received = SerializationUtils.deserialize(sent);

    long taken = allocated() - before + sent.length;
    taken += SerializationUtils.serialize(new Parameters(state.parameters())).length;
    assertThat(sum.gradient()).hasSize(length);
    assertThat(received).isNotEmpty();
    assertThat((double) memory(task, sumsOnDriver ? ALL : 0).ofDriverOfExecutors(TASKS))
        .isCloseTo((double) taken, withinPercentage(15));
  }

  /** What one of a step's tasks comes to. */
  private static Stream<GradientSlice> nodes(Objective task, int holder, float[] parameters) {
    EpochShare share = share(task, holder, TASKS);
    return new Worker(networks(task))
        .gradients(share, 0, share.microBatches(0), parameters, 1).stream()
            .map(node -> GradientSlice.of(node, 0, parameters.length).detached());
  }

  /** What a reducer sends. */
  private static GradientSlice finished(int reducer, float[] sum) {
    int from = GradientTask.from(sum.length, reducer, TASKS);
    int to = GradientTask.from(sum.length, reducer + 1, TASKS);
    return new GradientSlice(0, 0, new Stretch(sum, from, to), StepSums.EMPTY);
  }

  private static long bytes(List<GradientSlice> slices) {
    return slices.stream().mapToLong(slice -> SerializationUtils.serialize(slice).length).sum();
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

  @Test
  void threadsWithoutAMicroBatchTakeNothing() {
    RunMemory memory = memory(masked("tiny", 0.1));
    assertThat(memory.certainOfDriver(64)).isEqualTo(memory.certainOfDriver(7));
    assertThat(memory.ofDriver(64)).isEqualTo(memory.ofDriver(7));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "mini", "small", "medium", "base"})
  void theMemoryTableOfTheDocsIsTheFormula(String size) throws IOException {
    Objective task = masked(size, 0.1);
    int rows = 512;
    RunMemory memory =
        new RunMemory(
            task, settings(rows, false), layout(task).size(), rows, TrainingPlace.DRIVER_SUM_BYTES);
    // The table leaves out the rows that a driver holds, 24 bytes each and 4 a token.
    long held = (long) rows * (24 + 4 * MAX_TOKENS);
    assertThat(Files.readAllLines(Path.of("docs/cluster.md")))
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
