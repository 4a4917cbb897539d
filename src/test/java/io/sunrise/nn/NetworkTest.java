package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.data.Masking;
import io.sunrise.data.PackedBatch;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both models as a whole, on a very small shape. */
class NetworkTest {
  private static final int ROWS = 5;
  private static final long KEY = 77;
  private static final LossOptions SMOOTHED = new LossOptions(0.1, List.of(0.5, 1.0, 2.0));

  /** A model and rows that fit it. */
  record Case(String name, Network network, Batches.Builder rows) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.concat(
        ofOneLoss(),
        Stream.of(0.0, 0.3)
            .map(dropout -> Batches.SMALL.withDropout(dropout))
            .flatMap(
                config ->
                    Stream.of(
                        new Case(
                            "replaced, dropout " + config.dropout(),
                            replaced(config),
                            Batches.masked(ROWS)),
                        new Case(
                            "classifier of soft labels, dropout " + config.dropout(),
                            new SequenceClassifier(config, 3, SMOOTHED, new JavaGemm()),
                            Batches.softlyLabelled(ROWS)))));
  }

  /** A detector of tokens that do not depend on the parameters, so that its loss has a slope. */
  private static Network replaced(ModelConfig config) {
    ReplacedTokens objective =
        new ReplacedTokens(
            config.as(Architecture.ELECTRA), 0.5, Masking.ofTokens(0.02), LossOptions.PLAIN);
    int vocabulary = config.vocabularySize();
    TokenSampler fixed =
        new TokenSampler(vocabulary) {
          @Override
          int draw(float[] scores, int at, double share) {
            return (int) (share * vocabulary);
          }
        };
    return new ReplacedTokenNetwork(objective, GemmProvider.choose("java"), fixed);
  }

  static Stream<Case> ofOneLoss() {
    Gemm gemm = GemmProvider.choose("java");
    return Stream.of(0.0, 0.3)
        .map(dropout -> Batches.SMALL.withDropout(dropout))
        .flatMap(
            config ->
                Stream.of(
                    new Case(
                        "masked, dropout " + config.dropout(),
                        new MaskedLanguageModel(config, gemm),
                        Batches.masked(ROWS)),
                    new Case(
                        "classifier, dropout " + config.dropout(),
                        new SequenceClassifier(config, 3, gemm),
                        Batches.labelled(ROWS)),
                    new Case(
                        "ELECTRA's classifier, dropout " + config.dropout(),
                        new SequenceClassifier(config.as(Architecture.ELECTRA), 3, gemm),
                        Batches.labelled(ROWS)),
                    new Case(
                        "ModernBERT, masked, dropout " + config.dropout(),
                        new MaskedLanguageModel(config.as(Architecture.MODERNBERT), gemm),
                        Batches.masked(ROWS)),
                    new Case(
                        "ModernBERT with local attention, masked, dropout " + config.dropout(),
                        new MaskedLanguageModel(
                            config
                                .as(Architecture.MODERNBERT)
                                .withLocal(new LocalAttention(2, 4, 160_000, 10_000)),
                            gemm),
                        Batches.masked(ROWS)),
                    new Case(
                        "ModernBERT's classifier, dropout " + config.dropout(),
                        new SequenceClassifier(config.as(Architecture.MODERNBERT), 3, gemm),
                        Batches.labelled(ROWS))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void aBatchWithoutTargetsHasNeitherLossNorGradient(String gemm) {
    Network network = new MaskedLanguageModel(Batches.SMALL, GemmProvider.choose(gemm));
    Batches.Builder rows = new Batches.Builder();
    rows.row(2, 3);
    float[] gradients = new float[network.layout().size()];
    BatchResult result =
        network.forwardBackward(Batches.parameters(network.layout()), rows.build(), KEY, gradients);
    assertThat(result).isEqualTo(BatchResult.unscored(2));
    assertThat(gradients).containsOnly(0f);
    assertThat(network.evaluate(Batches.parameters(network.layout()), rows.build()))
        .isEqualTo(BatchResult.unscored(2));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientOfEachParameterIsTheSlopeOfTheLoss(Case model) {
    Network network = model.network();
    PackedBatch batch = model.rows().build();
    float[] parameters = Batches.parameters(network.layout());
    float[] gradients = new float[parameters.length];
    network.forwardBackward(parameters, batch, KEY, gradients);

    for (Parameter parameter : network.layout().parameters()) {
      float[] direction = alongGradient(parameter, gradients);
      double slope = 0;
      for (int i = 0; i < gradients.length; i++) {
        slope += (double) gradients[i] * direction[i];
      }
      double measured = measuredSlope(network, parameters, batch, direction);
      assertThat(measured).as(parameter.name()).isCloseTo(slope, within(0.003 + 0.02 * slope));
    }
  }

  /** A unit step within one parameter: its gradient's direction, disturbed. */
  private static float[] alongGradient(Parameter parameter, float[] gradients) {
    float[] direction = new float[gradients.length];
    long key = CounterRandom.key(5, parameter.name());
    double squares = 0;
    for (int i = parameter.offset(); i < parameter.offset() + parameter.size(); i++) {
      direction[i] = (float) (gradients[i] * (0.5 + CounterRandom.uniform(key, i)));
      squares += (double) direction[i] * direction[i];
    }
    float norm = (float) Math.max(1e-20, Math.sqrt(squares));
    for (int i = 0; i < direction.length; i++) {
      direction[i] /= norm;
    }
    return direction;
  }

  /** Central differences, with the next term of Taylor's series cancelled by a second pair. */
  private static double measuredSlope(
      Network network, float[] parameters, PackedBatch batch, float[] direction) {
    double near = difference(network, parameters, batch, direction, 0.002f);
    double far = difference(network, parameters, batch, direction, 0.004f);
    return (4 * near - far) / 3;
  }

  private static double difference(
      Network network, float[] parameters, PackedBatch batch, float[] direction, float step) {
    double above = loss(network, moved(parameters, direction, step), batch);
    double below = loss(network, moved(parameters, direction, -step), batch);
    return (above - below) / (2 * step);
  }

  private static float[] moved(float[] parameters, float[] direction, float step) {
    float[] moved = parameters.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += step * direction[i];
    }
    return moved;
  }

  private static double loss(Network network, float[] parameters, PackedBatch batch) {
    return network.forwardBackward(parameters, batch, KEY, new float[parameters.length]).loss();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rowsScoreAloneAsTheyDoTogether(Case model) {
    Network network = model.network();
    float[] parameters = Batches.parameters(network.layout());
    float[] together = new float[parameters.length];
    BatchResult whole = network.forwardBackward(parameters, model.rows().build(), KEY, together);
    float[] logits = network.logits(parameters, model.rows().build());

    float[] alone = new float[parameters.length];
    BatchResult sum = BatchResult.EMPTY;
    int at = 0;
    for (int row = 0; row < ROWS; row++) {
      PackedBatch single = model.rows().build(row, row + 1);
      sum = sum.plus(network.forwardBackward(parameters, single, KEY, alone));
      for (float logit : network.logits(parameters, single)) {
        assertThat(logit).isEqualTo(logits[at++]);
      }
    }

    assertThat(sum.loss()).isCloseTo(whole.loss(), within(1e-9));
    assertThat(sum.correct()).isEqualTo(whole.correct());
    assertThat(sum.targets()).isEqualTo(whole.targets());
    assertThat(alone).containsExactly(together, within(2e-5f));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAddUpAndRepeatBitByBit(Case model) {
    Network network = model.network();
    PackedBatch batch = model.rows().build();
    float[] parameters = Batches.parameters(network.layout());
    float[] first = new float[parameters.length];
    network.forwardBackward(parameters, batch, KEY, first);
    network.evaluate(parameters, model.rows().build(0, 2));
    float[] again = new float[parameters.length];
    network.forwardBackward(parameters, batch, KEY, again);
    assertThat(again).isEqualTo(first);

    network.forwardBackward(parameters, batch, KEY, again);
    for (int i = 0; i < again.length; i++) {
      assertThat(again[i]).isCloseTo(2 * first[i], within(1e-4f));
    }
  }

  @ParameterizedTest
  @MethodSource("ofOneLoss")
  void evaluatingAgreesWithTheLogits(Case model) {
    Network network = model.network();
    PackedBatch batch = model.rows().build();
    float[] parameters = Batches.parameters(network.layout());
    float[] logits = network.logits(parameters, batch);

    double loss = 0;
    int classes = network.outputs();
    for (int i = 0; i < batch.targets().length; i++) {
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(logits[i * classes + j]);
      }
      loss += Math.log(sum) - logits[i * classes + batch.targets()[i]];
    }

    assertThat(network.evaluate(parameters, batch).loss()).isCloseTo(loss, within(1e-4));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aWarmStepAllocatesNoArrays(Case model) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Network network = model.network();
    PackedBatch batch = model.rows().build();
    float[] parameters = Batches.parameters(network.layout());
    float[] gradients = new float[parameters.length];
    network.forwardBackward(parameters, batch, KEY, gradients);
    long before = threads.getCurrentThreadAllocatedBytes();
    network.forwardBackward(parameters, batch, KEY, gradients);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(512);
  }

  @Test
  void dropoutChangesWithItsKeyAndRestsInEvaluation() {
    ModelConfig config = Batches.SMALL.withDropout(0.3);
    Network dropping = new MaskedLanguageModel(config, GemmProvider.choose("java"));
    Network plain = new MaskedLanguageModel(Batches.SMALL, GemmProvider.choose("java"));
    PackedBatch batch = Batches.masked(ROWS).build();
    float[] parameters = Batches.parameters(dropping.layout());
    float[] gradients = new float[parameters.length];

    double one = dropping.forwardBackward(parameters, batch, 1, gradients).loss();
    double other = dropping.forwardBackward(parameters, batch, 2, gradients).loss();

    assertThat(one).isNotEqualTo(other);
    assertThat(dropping.evaluate(parameters, batch)).isEqualTo(plain.evaluate(parameters, batch));
  }

  @Test
  void encodersOfBothModelsAreLaidOutAlike() {
    ParameterLayout masked = new MaskedLanguageModel(Batches.SMALL, new JavaGemm()).layout();
    ParameterLayout classifier = new SequenceClassifier(Batches.SMALL, 2, new JavaGemm()).layout();
    int encoder = masked.named("cls.predictions.bias").offset();
    assertThat(classifier.named("bert.pooler.dense.weight").offset()).isEqualTo(encoder);
    assertThat(masked.parameters().stream().filter(p -> p.offset() < encoder))
        .isEqualTo(classifier.parameters().stream().filter(p -> p.offset() < encoder).toList());
  }

  @Test
  void refusesAnIdBehindTheVocabulary() {
    Network network = new MaskedLanguageModel(Batches.SMALL, new JavaGemm());
    Batches.Builder rows = new Batches.Builder();
    rows.row(2, 30, 3);
    rows.target(0, 1, 5);
    float[] parameters = new float[network.layout().size()];
    assertThatThrownBy(() -> network.evaluate(parameters, rows.build()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("row 0 has token id 30, the model's vocabulary ends at 29");
  }

  @Test
  void refusesARowLongerThanThePositions() {
    Network network = new MaskedLanguageModel(Batches.SMALL, new JavaGemm());
    Batches.Builder rows = new Batches.Builder();
    rows.row(2, 5, 5, 5, 5, 5, 5, 5, 5, 3);
    rows.target(0, 1, 5);
    float[] parameters = new float[network.layout().size()];
    assertThatThrownBy(() -> network.evaluate(parameters, rows.build()))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("row 0 has 10 tokens, the model takes at most 9");
  }
}
