package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.CounterRandom;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.MaskedBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.DoubleNetwork;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.text.SpecialTokens;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A step's gradient is that of the mean over all targets, however they fall into micro-batches. */
class TargetWeightingTest {
  private static final ModelConfig MODEL = new ModelConfig(20, 8, 1, 2, 12, 16, 0);
  private static final int ROWS = 5;

  private final TrainingTask task = TrainingTask.maskedTokens(MODEL, 0.3, "java");
  private final ModelNetworks networks = ModelNetworks.chosenHere(task);
  private final ParameterLayout layout = networks.create().layout();
  private final float[] parameters = ParameterInitializer.initialize(layout, 1);
  private final MaskedBatches batches = new MaskedBatches(20, 0.3, 1);
  private final TokenRows rows = rows();

  @Test
  void aStepFollowsTheMeanOverAllItsMaskedTokens() {
    DoubleNetwork twin = new DoubleNetwork(MODEL, layout);
    PackedBatch all = batches.batch(rows, 0, ROWS, 1);
    int[] samples = IntStream.range(0, layout.size()).filter(i -> i % 7 == 0).toArray();
    double[] exact = DoubleNetwork.doubles(parameters);
    double targets = all.targets().length;
    double[] mean =
        Arrays.stream(samples).mapToDouble(i -> twin.slope(exact, all, i) / targets).toArray();

    float[] gradient = step(2);
    assertThat(IntStream.range(0, ROWS).map(this::targetsOf)).containsExactly(1, 4, 1, 2, 1);
    assertThat(distance(mean, gradient, samples)).isLessThan(1e-5 * length(mean));
    assertThat(distance(mean, step(ROWS), samples)).isLessThan(1e-5 * length(mean));
  }

  private int targetsOf(int row) {
    return batches.batch(rows, row, row + 1, 1).targets().length;
  }

  /** The gradient as the update sees it. */
  private float[] step(int microBatchRows) {
    EpochPlan plan = EpochPlan.ofOneStep(ROWS, microBatchRows);
    RunnerSetup setup = new RunnerSetup("run", networks, batches, plan, plan, 1);
    try (DriverRunner runner = new DriverRunner(setup, rows, rows, 2)) {
      runner.openEpoch(1);
      SummedGradient summed = runner.step(0, parameters, 0);
      BatchResult result = summed.sums().result();
      double scale = Gradients.scale(0, result.targets(), 0);
      Gradients.multiply(summed.gradient(), scale);
      return summed.gradient();
    }
  }

  /** Rows of 3, 14, 4, 10 and 6 tokens. */
  private static TokenRows rows() {
    TokenRows.Builder builder = new TokenRows.Builder();
    long key = CounterRandom.key(1, "rows");
    int[] lengths = {1, 12, 2, 8, 4};
    for (int row = 0; row < ROWS; row++) {
      long rowKey = CounterRandom.derive(key, row);
      int[] content =
          IntStream.range(0, lengths[row])
              .map(i -> 5 + CounterRandom.below(rowKey, i, 15))
              .toArray();
      builder.add(new TokenRow(row, 0, SpecialTokens.frame(content)));
    }
    return builder.build();
  }

  private static double distance(double[] expected, float[] found, int[] samples) {
    return length(
        IntStream.range(0, samples.length)
            .mapToDouble(i -> expected[i] - found[samples[i]])
            .toArray());
  }

  private static double length(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
  }
}
