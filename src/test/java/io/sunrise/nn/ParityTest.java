package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.data.Masking;
import io.sunrise.data.PackedBatch;
import io.sunrise.model.HuggingFaceConfig;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against what PyTorch computed: src/test/python/make_fixtures.py wrote the fixtures. */
class ParityTest {
  private static final long KEY = 1;

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void maskedLanguageModelEqualsTransformers(String gemm) throws IOException {
    Network network = new MaskedLanguageModel(config("masked"), GemmProvider.choose(gemm));
    check("masked", network);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void classifierEqualsTransformers(String gemm) throws IOException {
    check("classifier", new SequenceClassifier(config("classifier"), 3, GemmProvider.choose(gemm)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void classifierOfElectraEqualsTransformers(String gemm) throws IOException {
    ModelConfig config = config("electra-classifier");
    assertThat(config.architecture()).isEqualTo(Architecture.ELECTRA);
    check("electra-classifier", new SequenceClassifier(config, 3, GemmProvider.choose(gemm)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void modernBertEqualsTransformers(String gemm) throws IOException {
    ModelConfig config = config("modernbert");
    assertThat(config.architecture()).isEqualTo(Architecture.MODERNBERT);
    check("modernbert", new MaskedLanguageModel(config, GemmProvider.choose(gemm)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void modernBertWithLocalAttentionEqualsTransformers(String gemm) throws IOException {
    ModelConfig config = config("modernbert-local");
    assertThat(config.local()).isEqualTo(new LocalAttention(3, 6, 160_000, 10_000));
    check("modernbert-local", new MaskedLanguageModel(config, GemmProvider.choose(gemm)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void classifierOfModernBertEqualsTransformers(String gemm) throws IOException {
    ModelConfig config = config("modernbert-classifier");
    check("modernbert-classifier", new SequenceClassifier(config, 3, GemmProvider.choose(gemm)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void replacedTokenDetectionEqualsTransformers(String gemm) throws IOException {
    JsonNode expected = json("replaced");
    int[] sampled = ints(expected.path("sampled"));
    ReplacedTokens objective =
        new ReplacedTokens(config("replaced"), 0.5, Masking.ofTokens(0.15), LossOptions.PLAIN);
    TokenSampler theirs =
        new TokenSampler(60) {
          private int next;

          @Override
          int draw(float[] scores, int at, double share) {
            return sampled[next++ % sampled.length];
          }
        };
    Network network = new ReplacedTokenNetwork(objective, GemmProvider.choose(gemm), theirs);
    check("replaced", network);
    float[] parameters = tensors("replaced", "model").parameters(network.layout());
    BatchResult result = network.evaluate(parameters, batch(expected));
    assertThat(result.parts().get(0).loss())
        .isCloseTo(expected.path("detectionLoss").doubleValue(), within(1e-5));
    assertThat(objective.exported(network.layout()).parameters())
        .noneMatch(parameter -> parameter.name().startsWith("generator."))
        .anyMatch(parameter -> parameter.name().startsWith("discriminator_predictions."));
  }

  @ParameterizedTest
  @CsvSource({
    "classifier, java",
    "classifier, auto",
    "modernbert-classifier, java",
    "modernbert-classifier, auto"
  })
  void traceEqualsTransformers(String model, String gemm) throws IOException {
    SequenceClassifier network =
        new SequenceClassifier(config(model), 3, GemmProvider.choose(gemm));
    JsonNode expected = json(model);
    JsonNode traced = expected.path("trace");
    float[] parameters = tensors(model, "model").parameters(network.layout());

    EncoderTrace trace = network.trace(parameters, ints(traced.path("ids")));

    assertClose(trace.embeddings(), floats(traced.path("hiddenStates").path(0)));
    for (int layer = 0; layer < 2; layer++) {
      assertClose(trace.layers().get(layer), floats(traced.path("hiddenStates").path(layer + 1)));
      assertClose(trace.attention().get(layer), floats(traced.path("attentions").path(layer)));
    }
    assertClose(trace.logits(), floats(expected.path("logits").path(0)));
    assertThat(trace.meanAttention(1, 0, 0)).isBetween(0.0, 1.0);
  }

  private static void check(String model, Network network) throws IOException {
    JsonNode expected = json(model);
    PackedBatch batch = batch(expected);
    float[] parameters = tensors(model, "model").parameters(network.layout());

    float[] logits = network.logits(parameters, batch);
    for (int i = 0; i < batch.targets().length; i++) {
      float[] row = new float[network.outputs()];
      System.arraycopy(logits, i * row.length, row, 0, row.length);
      assertClose(row, floats(expected.path("logits").path(i)));
    }
    float[] gradients = new float[network.layout().size()];
    BatchResult result = network.forwardBackward(parameters, batch, KEY, gradients);
    assertThat(result.loss()).isCloseTo(expected.path("loss").doubleValue(), within(1e-5));
    BatchResult evaluated = network.evaluate(parameters, batch);
    assertThat(evaluated.loss()).isCloseTo(result.loss(), within(1e-5));
    assertThat(evaluated.correct()).isEqualTo(result.correct());
    assertGradients(network.layout(), gradients, tensors(model, "gradients"));
  }

  /** Each parameter's gradient within 1e-5 of its norm, or of the whole where its own is noise. */
  private static void assertGradients(
      ParameterLayout layout, float[] gradients, NamedTensors expected) {
    assertThat(expected.tensors()).hasSameSizeAs(layout.parameters());
    double whole = 0;
    for (NamedTensors.Tensor tensor : expected.tensors().values()) {
      whole += squares(tensor.numbers(), 0, null, tensor.numbers().length);
    }
    for (Parameter parameter : layout.parameters()) {
      float[] theirs = expected.tensors().get(parameter.name()).numbers();
      double norm = Math.sqrt(squares(theirs, 0, null, theirs.length));
      double difference = Math.sqrt(squares(gradients, parameter.offset(), theirs, theirs.length));
      assertThat(difference)
          .as(parameter.name())
          .isLessThanOrEqualTo(1e-5 * norm + 1e-7 * Math.sqrt(whole));
    }
  }

  private static double squares(float[] x, int at, float[] minus, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double d = x[at + i] - (minus == null ? 0 : minus[i]);
      sum += d * d;
    }
    return sum;
  }

  private static void assertClose(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    assertThat(found).containsExactly(expected, within(1e-5f));
  }

  private static PackedBatch batch(JsonNode expected) {
    Batches.Builder builder = new Batches.Builder();
    expected.path("rows").forEach(row -> builder.row(ints(row)));
    int i = 0;
    for (JsonNode position : expected.path("positions")) {
      int target = expected.path("targets").path(i++).intValue();
      builder.target(position.path(0).intValue(), position.path(1).intValue(), target);
    }
    return builder.build();
  }

  private static ModelConfig config(String model) throws IOException {
    String text = new String(bytes(model + "/config.json"), StandardCharsets.UTF_8);
    ModelConfig config = HuggingFaceConfig.read(text, model).model();
    return config.withDropout(0);
  }

  private static NamedTensors tensors(String model, String file) throws IOException {
    byte[] bytes = bytes(model + "/" + file + ".safetensors");
    return Safetensors.read(new ByteArrayInputStream(bytes), bytes.length, file);
  }

  private static JsonNode json(String model) throws IOException {
    return new ObjectMapper().readTree(bytes(model + "/expected.json"));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = ParityTest.class.getResourceAsStream("/parity/" + name)) {
      return in.readAllBytes();
    }
  }

  private static int[] ints(JsonNode node) {
    int[] numbers = new int[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = node.path(i).intValue();
    }
    return numbers;
  }

  private static float[] floats(JsonNode node) {
    float[] numbers = new float[node.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) node.path(i).doubleValue();
    }
    return numbers;
  }
}
