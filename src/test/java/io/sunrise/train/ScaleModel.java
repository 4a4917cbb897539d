package io.sunrise.train;

import io.sunrise.nn.MaskedTokens;
import io.sunrise.nn.Networks;
import io.sunrise.train.gradient.TrainingPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.math3.exception.MathIllegalArgumentException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

/**
 * The table of {@code jobs/bench.sh scale}, and what larger clusters should reach. What a step of n
 * executors costs beside the computing is fitted to the points by least squares, each point weighed
 * by its own time, with no cost below 0:
 *
 * <pre>
 * a + b n + c P + d N
 * </pre>
 *
 * for a job, its tasks, the driver's work on P million parameters, and the network, where N is what
 * the bytes of a step take at the network's full rate: those that the driver sends and receives,
 * and those that an executor receives from others. Only executors with a core of their own are
 * fitted, as more of them wait for one another; what all of them sent is counted:
 *
 * <pre>
 * copies of the weights that the driver sends = 1 + k log n
 * </pre>
 *
 * as executors pass on what they have of a broadcast.
 */
public final class ScaleModel {
  private static final int[] EXECUTORS = {16, 32, 64, 128, 256};
  private static final double[] GIGABITS = {1, 10};
  private static final int[] ROWS_A_TASK = {32, 256};

  /** Terms of the sum above. */
  private static final int FEATURES = 4;

  private static final double BITS_A_BYTE = 8;

  private final double[] costs;
  private final double copiesALog;

  private ScaleModel(double[] costs, double copiesALog) {
    this.costs = costs;
    this.copiesALog = copiesALog;
  }

  /**
   * Prints tables.
   *
   * @param arguments the file of {@link ScalePoint#line}s
   */
  public static void main(String[] arguments) throws IOException {
    List<ScalePoint> points = ScalePoint.of(Files.readAllLines(Path.of(arguments[0])));
    measured(points);
    int cores = Runtime.getRuntime().availableProcessors();
    List<ScalePoint> alone = points.stream().filter(p -> p.executors() <= cores).toList();
    boolean limited = points.stream().allMatch(point -> point.gigabits() > 0);
    if (!limited || alone.stream().map(ScalePoint::size).distinct().count() < 2) {
      System.out.printf(
          "%nwhat larger clusters should reach needs networks of limited rates, and two sizes at"
              + " least, to tell a cost a job from a cost a parameter%n");
      return;
    }
    ScaleModel model = new ScaleModel(fit(alone), copiesALog(points));
    model.accuracy(alone);
    Map<String, Double> rates = coreRates(alone);
    rates.forEach(model::predict);
    String last = alone.get(alone.size() - 1).size();
    double flops = rates.get(last) * KernelBench.flopsPerToken(KernelBench.model(last));
    rates.computeIfAbsent(
        "base",
        base -> {
          double rate = flops / KernelBench.flopsPerToken(KernelBench.model(base));
          model.predict(base, rate);
          return rate;
        });
  }

  private static void measured(List<ScalePoint> points) {
    System.out.printf(
        "%-8s %9s %8s %10s %8s %11s %12s %14s%n",
        "model",
        "executors",
        "Gbit/s",
        "tokens/s",
        "step ms",
        "beside, ms",
        "driver MB",
        "executors MB");
    for (ScalePoint point : points) {
      System.out.printf(
          Locale.ROOT,
          "%-8s %9d %8.0f %,10.0f %8.0f %11.0f %12.1f %14.1f%n",
          point.size(),
          point.executors(),
          point.gigabits(),
          point.tokensPerSecond(),
          point.stepMillis(),
          point.besideMillis(),
          point.driverMegabytes(),
          point.shuffledMegabytes());
    }
  }

  /**
   * What goes with the costs.
   *
   * @param megabytes that the driver sends and receives, and one executor receives from others
   */
  private static double[] features(
      int executors, double parameters, double megabytes, double gigabits) {
    return new double[] {1, executors, parameters / 1e6, BITS_A_BYTE * megabytes / gigabits};
  }

  private static double[] features(ScalePoint point) {
    double megabytes = point.driverMegabytes() + point.shuffledMegabytes() / point.executors();
    return features(point.executors(), point.parameters(), megabytes, point.gigabits());
  }

  /** k above, by least squares. */
  private static double copiesALog(List<ScalePoint> points) {
    double product = 0;
    double square = 0;
    for (ScalePoint point : points) {
      double model = megabytes(point.parameters());
      int length = (int) point.parameters();
      boolean toDriver =
          TrainingPlace.sumsOnDriver(TrainingPlace.DRIVER_SUM_BYTES, point.executors(), length);
      double received = toDriver ? point.executors() * model : model;
      double log = Math.log(point.executors());
      product += log * ((point.driverMegabytes() - received) / model - 1);
      square += log * log;
    }
    return product / square;
  }

  private static double megabytes(double parameters) {
    return parameters * Float.BYTES / 1e6;
  }

  /**
   * The costs, none below 0, of the least squared error: those of the best set of features whose
   * unbound fit has no cost below 0 (Lawson and Hanson, "Solving Least Squares Problems", 1974,
   * chapter 23: the solution is one of them).
   */
  private static double[] fit(List<ScalePoint> points) {
    double[] best = {};
    double leastError = Double.POSITIVE_INFINITY;
    for (int chosen = 1; chosen < 1 << FEATURES; chosen++) {
      BitSet features = BitSet.valueOf(new long[] {chosen});
      try {
        OLSMultipleLinearRegression regression = regression(points, features);
        double[] costs = spread(regression.estimateRegressionParameters(), features);
        double error = regression.calculateResidualSumOfSquares();
        if (Arrays.stream(costs).allMatch(cost -> cost >= 0) && error < leastError) {
          leastError = error;
          best = costs;
        }
      } catch (MathIllegalArgumentException e) {
        // The points cannot tell these apart.
      }
    }
    return best;
  }

  private static OLSMultipleLinearRegression regression(List<ScalePoint> points, BitSet chosen) {
    double[][] rows = new double[points.size()][];
    double[] ones = new double[points.size()];
    for (int i = 0; i < rows.length; i++) {
      ScalePoint point = points.get(i);
      double[] features = features(point);
      rows[i] = chosen.stream().mapToDouble(j -> features[j] / point.besideMillis()).toArray();
      ones[i] = 1;
    }
    OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
    regression.setNoIntercept(true);
    regression.newSampleData(ones, rows);
    return regression;
  }

  /** The costs of the chosen features, and 0 for the others. */
  private static double[] spread(double[] chosenCosts, BitSet chosen) {
    double[] costs = new double[FEATURES];
    int next = 0;
    for (int j = chosen.nextSetBit(0); j >= 0; j = chosen.nextSetBit(j + 1)) {
      costs[j] = chosenCosts[next++];
    }
    return costs;
  }

  private double beside(double[] features) {
    double millis = 0;
    for (int i = 0; i < costs.length; i++) {
      millis += costs[i] * features[i];
    }
    return millis;
  }

  /** Of a cluster whose executors sum the gradients. */
  private double beside(int executors, double parameters, double gigabits) {
    double copies = 1 + copiesALog * Math.log(executors);
    double megabytes = megabytes(parameters) * (copies + 1 + 1 - 1.0 / executors);
    return beside(features(executors, parameters, megabytes, gigabits));
  }

  private void accuracy(List<ScalePoint> points) {
    double worst =
        points.stream()
            .mapToDouble(p -> Math.abs(beside(features(p)) / p.besideMillis() - 1))
            .max()
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%nbeside the computing, ms: %.1f + %.2f n + %.2f P + %.2f N, for n executors, P million"
            + " parameters, and N ms that the bytes take at the network's full rate; at most %.0f %%"
            + " off what was measured%nthe driver sends the weights 1 + %.2f log n times%n",
        costs[0],
        costs[1],
        costs[2],
        costs[3],
        100 * worst,
        copiesALog);
  }

  /**
   * Tokens a second of one core while it computes, by model: where one executor had the machine.
   */
  private static Map<String, Double> coreRates(List<ScalePoint> points) {
    Map<String, Double> rates = new LinkedHashMap<>();
    for (ScalePoint point : points) {
      if (point.executors() == 1) {
        double tokens = point.tokensPerSecond() * point.stepMillis();
        rates.merge(point.size(), tokens / (point.stepMillis() - point.besideMillis()), Math::max);
      }
    }
    return rates;
  }

  private void predict(String size, double tokensPerSecond) {
    Networks task = Networks.of(new MaskedTokens(KernelBench.model(size), 0.15), "java");
    double parameters = (double) task.create().layout().size();
    System.out.printf(
        Locale.ROOT,
        "%n%s, %,.0f tokens/s a core, expected of n executors of one core%n%9s %8s %14s %12s %12s%n",
        size,
        tokensPerSecond,
        "executors",
        "Gbit/s",
        "rows a step",
        "tokens/s",
        "of n cores");
    for (double gigabits : GIGABITS) {
      for (int executors : EXECUTORS) {
        for (int rows : ROWS_A_TASK) {
          double computing = 1e3 * rows * KernelBench.LENGTH / tokensPerSecond;
          double step = computing + beside(executors, parameters, gigabits);
          System.out.printf(
              Locale.ROOT,
              "%9d %8.0f %14d %,12.0f %10.0f %%%n",
              executors,
              gigabits,
              executors * rows,
              1e3 * executors * rows * KernelBench.LENGTH / step,
              100 * computing / step);
        }
      }
    }
  }
}
