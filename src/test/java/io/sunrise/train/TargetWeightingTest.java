package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.CounterRandom;
import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.MaskedBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.RankedRows;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Classification;
import io.sunrise.nn.DoubleNetwork;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Objective;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.gradient.SummedGradient;
import io.sunrise.train.gradient.ThreadEngine;
import io.sunrise.train.optimizer.Gradients;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A step's gradient is that of the mean over all targets, however they fall into micro-batches. */
class TargetWeightingTest {
  private static final ModelConfig MODEL = new ModelConfig(20, 8, 1, 2, 12, 16, 0);
  private static final int ROWS = 5;

  private final TokenRows rows = rows();

  @Test
  void aStepFollowsTheMeanOverAllItsMaskedTokens() {
    BatchMaker batches = new MaskedBatches(20, 0.3, 1);
    assertThat(IntStream.range(0, ROWS).map(i -> batches.batch(rows, i, i + 1, 1).targets().length))
        .containsExactly(1, 4, 1, 2, 1);
    check(new MaskedTokens(MODEL, 0.3), LossOptions.PLAIN, rows, 9);
  }

  @Test
  void aStepFollowsTheMeanOverRowsThatCountDifferently() {
    LossOptions loss = new LossOptions(0, List.of(0.25, 1.0, 3.0));
    float[] weights = {1, 0.5f, 2, 4, 1};
    check(
        new Classification(MODEL, 3, loss),
        loss,
        weighted(weights),
        0.25 + 0.5 + 2 * 3 + 4 * 0.25 + 1);
  }

  private TokenRows weighted(float[] weights) {
    TokenRows.Builder builder = new TokenRows.Builder();
    for (int i = 0; i < ROWS; i++) {
      TokenRow row = rows.row(i);
      builder.add(new TokenRow(row.index(), row.label(), weights[i], row.tokens()));
    }
    return builder.build();
  }

  @Test
  void aStepFollowsTheWeightedMeanOverItsRows() {
    LossOptions loss = new LossOptions(0, List.of(0.25, 1.0, 3.0));
    // Of classes 0, 1, 2, 0 and 1.
    check(new Classification(MODEL, 3, loss), loss, rows, 0.25 + 1 + 3 + 0.25 + 1);
  }

  private void check(Objective objective, LossOptions loss, TokenRows rows, double weight) {
    Networks networks = Networks.of(objective, "java");
    BatchMaker batches = objective.batches(1);
    ParameterLayout layout = networks.create().layout();
    float[] parameters = ParameterInitializer.initialize(layout, 1);
    PackedBatch all = batches.batch(rows, 0, ROWS, 1);
    DoubleNetwork twin = new DoubleNetwork(MODEL, layout, loss);
    double[] exact = DoubleNetwork.doubles(parameters);
    int[] samples = IntStream.range(0, layout.size()).filter(i -> i % 7 == 0).toArray();
    double[] mean =
        Arrays.stream(samples).mapToDouble(i -> twin.slope(exact, all, i) / weight).toArray();

    for (int microBatchRows : new int[] {1, 2, ROWS}) {
      float[] gradient = step(networks, rows, microBatchRows, parameters);
      assertThat(distance(mean, gradient, samples)).isLessThan(1e-4 * length(mean));
    }
  }

  /** The gradient as the update sees it. */
  private float[] step(Networks networks, TokenRows rows, int microBatchRows, float[] parameters) {
    EpochPlan plan = EpochPlan.ofOneStep(ROWS, microBatchRows);
    StepContext setup = StepContext.of(networks, plan, plan, 1);
    try (ThreadEngine runner =
        new ThreadEngine(setup, RankedRows.of(rows), RankedRows.of(rows), 2)) {
      runner.openEpoch(1);
      SummedGradient summed = runner.gradient(0, parameters, 0);
      double scale = Gradients.scale(0, summed.result().weight(), 0);
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
      builder.add(new TokenRow(row, row % 3, SpecialTokens.FIRST.frame(content)));
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
