package io.sunrise.train;

import io.sunrise.CounterRandom;
import io.sunrise.config.AdamWSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.RankedRows;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Architecture;
import io.sunrise.nn.Gemm;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.ModelSizes;
import io.sunrise.nn.Networks;
import io.sunrise.nn.ParameterInitializer;
import io.sunrise.nn.ParameterLayout;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.train.gradient.StepContext;
import io.sunrise.train.gradient.SummedGradient;
import io.sunrise.train.gradient.ThreadEngine;
import io.sunrise.train.optimizer.AdamW;
import io.sunrise.train.optimizer.Gradients;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * What one machine trains a second, without Spark: forward, backward, sum and update over full rows
 * of masked tokens, with dropout. Run by {@code jobs/bench.sh kernel [MODEL ...]}.
 */
public final class KernelBench {
  static final int VOCABULARY = 8192;
  static final int LENGTH = 50;
  static final int MICRO_BATCH_ROWS = 32;
  private static final int BATCH_ROWS = 128;
  private static final double MASKING_RATE = 0.15;
  private static final double WARM_UP_SECONDS = 5;
  private static final double SECONDS = 8;

  private static final String BERT = "bert-";
  private static final List<String> ALL = List.of("tiny", "bert-tiny", "mini", "bert-mini");

  private KernelBench() {}

  /**
   * Measures the models named, such as tiny or bert-tiny, or tiny and mini of both architectures.
   */
  public static void main(String[] names) {
    int threads = Runtime.getRuntime().availableProcessors();
    Gemm gemm = GemmProvider.choose("auto");
    double gemmRate = gemmRate(gemm, threads);
    System.out.printf(
        Locale.ROOT,
        "%d threads, %d rows of %d tokens a step, vocabulary %,d; products by %s at %.0f GFLOP/s in all%n",
        threads,
        BATCH_ROWS,
        LENGTH,
        VOCABULARY,
        gemm.name(),
        gemmRate);
    System.out.printf("%-10s %10s %12s %15s%n", "model", "tokens/s", "GFLOP/s", "of the products");
    for (String name : names.length == 0 ? ALL : Arrays.asList(names)) {
      ModelConfig model = model(name);
      double rate = tokensPerSecond(model, threads);
      double flops = rate * flopsPerToken(model) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%-10s %,10.0f %12.0f %13.0f %%%n",
          name,
          rate,
          flops,
          100 * flops / gemmRate);
    }
  }

  private static double tokensPerSecond(ModelConfig model, int threads) {
    Networks networks = Networks.of(new MaskedTokens(model, MASKING_RATE), "auto");
    StepContext setup =
        StepContext.of(
            networks,
            new EpochPlan(BATCH_ROWS, BATCH_ROWS, MICRO_BATCH_ROWS),
            EpochPlan.ofOneStep(0, MICRO_BATCH_ROWS),
            1);
    ParameterLayout layout = networks.create().layout();
    float[] parameters = ParameterInitializer.initialize(layout, 1);
    AdamW adamW = new AdamW(layout, new AdamWSettings(0.01, 0.9, 0.98, 1, 0));
    RankedRows rows = fullRows(BATCH_ROWS);
    try (ThreadEngine runner = new ThreadEngine(setup, rows, rows, threads)) {
      runner.openEpoch(1);
      int warm = steps(runner, parameters, adamW, 0, WARM_UP_SECONDS);
      long started = System.nanoTime();
      int steps = steps(runner, parameters, adamW, warm, SECONDS);
      return steps * (double) BATCH_ROWS * LENGTH / ((System.nanoTime() - started) / 1e9);
    }
  }

  static RankedRows fullRows(int count) {
    TokenRows.Builder rows = new TokenRows.Builder();
    for (int row = 0; row < count; row++) {
      rows.add(row(row));
    }
    return RankedRows.of(rows.build());
  }

  /** A full row of random words. */
  static TokenRow row(int index) {
    long key = CounterRandom.derive(CounterRandom.key(1, "bench"), index);
    int words = VOCABULARY - SpecialTokens.count();
    int[] ids =
        IntStream.range(0, LENGTH)
            .map(i -> VOCABULARY - 1 - CounterRandom.below(key, i, words))
            .toArray();
    return new TokenRow(index, 0, ids);
  }

  private static int steps(
      ThreadEngine runner, float[] parameters, AdamW adamW, int before, double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    int made = 0;
    while (System.nanoTime() < end) {
      made++;
      SummedGradient summed = runner.gradient(0, parameters, before + made);
      double weight = summed.result().weight();
      double norm = Gradients.norm(summed.gradient()) / weight;
      Gradients.multiply(summed.gradient(), Gradients.scale(norm, weight, 1));
      adamW.update(parameters, summed.gradient(), before + made, 1e-4);
    }
    return made;
  }

  /** The model that all benches measure under a name. */
  static ModelConfig model(String name) {
    return model(name, VOCABULARY);
  }

  /**
   * A model of the default architecture, or BERT's.
   *
   * @param name a size, or {@code bert-} and a size
   */
  public static ModelConfig model(String name, int vocabulary) {
    return name.startsWith(BERT)
        ? ModelSizes.named(
            name.substring(BERT.length()), Architecture.BERT, vocabulary, LENGTH, 0.1)
        : ModelSizes.named(name, Architecture.MODERNBERT, vocabulary, LENGTH, 0.1);
  }

  /**
   * Of matrix products, forward and twice that backward: in a layer 8 h² for the four projections,
   * 4 h times the row's length for attention, and the feed-forward sub-layer's two or three
   * matrices; and the head at masked positions.
   */
  static double flopsPerToken(ModelConfig model) {
    double h = model.hiddenSize();
    int matrices = model.architecture() == Architecture.MODERNBERT ? 3 : 2;
    double layer = 8 * h * h + 4 * h * LENGTH + 2 * matrices * h * model.intermediateSize();
    double head = MASKING_RATE * (2 * h * h + 2 * h * VOCABULARY);
    return 3 * (model.layers() * layer + head);
  }

  /** GFLOP/s of all threads together at a product of tiny's feed-forward. */
  private static double gemmRate(Gemm gemm, int threads) {
    return IntStream.range(0, threads).parallel().mapToDouble(thread -> gemmRate(gemm)).sum();
  }

  private static double gemmRate(Gemm gemm) {
    int m = 800;
    int n = 512;
    int k = 128;
    float[] a = new float[m * k];
    float[] b = new float[n * k];
    float[] c = new float[m * n];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.5f);
    long products = 0;
    long started = System.nanoTime();
    long end = started + 2_000_000_000L;
    while (System.nanoTime() < end) {
      gemm.multiply(Gemm.Op.PLAIN, Gemm.Op.TRANSPOSED, m, n, k, 1, a, 0, k, b, 0, k, 0, c, 0, n);
      products++;
    }
    return products * 2.0 * m * n * k / (System.nanoTime() - started);
  }
}
