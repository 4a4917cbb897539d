package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sunrise.CounterRandom;
import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both models beside the same formulas in double precision. */
class DoublePrecisionTest {
  private static final int ROWS = 4;

  /** Of a tensor's own gradient; the product computes in single precision. */
  private static final double TOLERANCE = 1e-4;

  /**
   * Of the longest tensor's: the gradient of the keys' biases is 0, as softmax does not see them.
   */
  private static final double FLOOR = 1e-6;

  private static final int SAMPLES = 12;

  /** A model over each provider of products, rows that fit it and its twin. */
  record Case(String name, List<Network> networks, PackedBatch batch, DoubleNetwork twin) {
    ParameterLayout layout() {
      return networks.get(0).layout();
    }

    float[] parameters() {
      return Batches.parameters(layout());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        masked("masked", LossOptions.PLAIN),
        masked("masked, smoothed", new LossOptions(0.1, List.of())),
        classifier("classifier", LossOptions.PLAIN),
        classifier("classifier, smoothed, weighted", new LossOptions(0.2, List.of(0.5, 2.5, 1.0))));
  }

  private static Case masked(String name, LossOptions loss) {
    PackedBatch batch = Batches.masked(ROWS).build();
    return of(name, gemm -> new MaskedLanguageModel(Batches.SMALL, loss, gemm), batch, loss);
  }

  private static Case classifier(String name, LossOptions loss) {
    PackedBatch batch = Batches.labelled(ROWS).build();
    return of(name, gemm -> new SequenceClassifier(Batches.SMALL, 3, loss, gemm), batch, loss);
  }

  private static Case of(
      String name, Function<Gemm, Network> model, PackedBatch batch, LossOptions loss) {
    List<Network> networks =
        Stream.of("java", "auto").map(gemm -> model.apply(GemmProvider.choose(gemm))).toList();
    ParameterLayout layout = networks.get(0).layout();
    return new Case(name, networks, batch, new DoubleNetwork(Batches.SMALL, layout, loss));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void lossIsThatOfDoublePrecision(Case model) {
    double expected = model.twin().loss(DoubleNetwork.doubles(model.parameters()), model.batch());
    for (Network network : model.networks()) {
      float[] gradients = new float[model.layout().size()];
      BatchResult trained =
          network.forwardBackward(model.parameters(), model.batch(), 0, gradients);
      assertThat(trained.loss()).isCloseTo(expected, within(1e-6 * expected));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientOfEveryParameterIsThatOfDoublePrecision(Case model) {
    Map<Parameter, int[]> samples = new LinkedHashMap<>();
    model.layout().parameters().forEach(parameter -> samples.put(parameter, sample(parameter)));
    Map<Parameter, double[]> expected = new LinkedHashMap<>();
    samples.forEach((parameter, sample) -> expected.put(parameter, slopes(model, sample)));
    double longest = expected.values().stream().mapToDouble(x -> length(x)).max().orElseThrow();

    for (Network network : model.networks()) {
      float[] gradients = new float[model.layout().size()];
      network.forwardBackward(model.parameters(), model.batch(), 0, gradients);
      expected.forEach(
          (parameter, slopes) ->
              assertThat(length(difference(slopes, gradients, samples.get(parameter))))
                  .as(parameter.name())
                  .isLessThan(TOLERANCE * length(slopes) + FLOOR * longest));
    }
  }

  /** Some of the parameter's numbers, or all where there are few. */
  private static int[] sample(Parameter parameter) {
    long key = CounterRandom.key(6, parameter.name());
    return IntStream.range(0, parameter.size())
        .filter(i -> CounterRandom.below(key, i, parameter.size()) < SAMPLES)
        .map(i -> parameter.offset() + i)
        .toArray();
  }

  private static double[] slopes(Case model, int[] sample) {
    double[] parameters = DoubleNetwork.doubles(model.parameters());
    return Arrays.stream(sample)
        .mapToDouble(i -> model.twin().slope(parameters, model.batch(), i))
        .toArray();
  }

  private static double[] difference(double[] slopes, float[] gradients, int[] sample) {
    return IntStream.range(0, sample.length)
        .mapToDouble(i -> slopes[i] - gradients[sample[i]])
        .toArray();
  }

  private static double length(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
  }
}
