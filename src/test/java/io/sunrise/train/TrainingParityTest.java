package io.sunrise.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.config.AdamWSettings;
import io.sunrise.data.PackedBatch;
import io.sunrise.model.HuggingFaceConfig;
import io.sunrise.nn.BatchResult;
import io.sunrise.nn.GemmProvider;
import io.sunrise.nn.MaskedLanguageModel;
import io.sunrise.nn.ModelConfig;
import io.sunrise.nn.Network;
import io.sunrise.nn.Safetensors;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.train.optimizer.AdamW;
import io.sunrise.train.optimizer.Gradients;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Step by step against PyTorch: src/test/python/make_fixtures.py wrote the losses. */
class TrainingParityTest {
  private static final int ROWS = 4;

  @ParameterizedTest
  @ValueSource(strings = {"java", "auto"})
  void twoHundredStepsFollowPyTorchsLoss(String gemm) throws IOException {
    Network network = new MaskedLanguageModel(withoutDropout(), GemmProvider.choose(gemm));
    byte[] model = bytes("masked/model.safetensors");
    float[] parameters =
        Safetensors.read(new ByteArrayInputStream(model), model.length, "model")
            .parameters(network.layout());
    AdamW adamW = new AdamW(network.layout(), new AdamWSettings(0.01, 0.9, 0.98, 1, 0));
    int step = 0;
    for (JsonNode expected : new ObjectMapper().readTree(bytes("training-losses.json"))) {
      float[] gradient = new float[parameters.length];
      BatchResult result = network.forwardBackward(parameters, batch(step), 1, gradient);
      assertThat(result.meanLoss())
          .as("step %d", step)
          .isCloseTo(expected.asDouble(), within(1e-3));
      double norm = Gradients.norm(gradient) / result.targets();
      Gradients.multiply(gradient, Gradients.scale(norm, result.weight(), 1));
      adamW.update(parameters, gradient, ++step, 1e-3);
    }
    assertThat(step).isEqualTo(200);
  }

  /** Rows of uneven length, each with one or two masked tokens: the script's training_rows. */
  private static PackedBatch batch(int step) {
    int[] offsets = new int[ROWS + 1];
    IntStream.Builder ids = IntStream.builder();
    IntStream.Builder positions = IntStream.builder();
    IntStream.Builder targets = IntStream.builder();
    for (int row = 0; row < ROWS; row++) {
      int words = 3 + (step * 7 + row * 5) % 8;
      TreeSet<Integer> masked = new TreeSet<>();
      masked.add(1 + (step + row) % words);
      if ((step + row) % 2 == 1) {
        masked.add(words);
      }
      ids.add(SpecialTokens.FIRST.cls());
      for (int i = 0; i < words; i++) {
        int id = 5 + (step * 31 + row * 17 + i * (1 + row)) % 55;
        boolean hidden = masked.contains(i + 1);
        ids.add(hidden ? SpecialTokens.FIRST.mask() : id);
        if (hidden) {
          positions.add(offsets[row] + i + 1);
          targets.add(id);
        }
      }
      ids.add(SpecialTokens.FIRST.sep());
      offsets[row + 1] = offsets[row] + words + 2;
    }
    return new PackedBatch(
        ROWS,
        offsets,
        ids.build().toArray(),
        new long[] {0, 1, 2, 3},
        positions.build().toArray(),
        targets.build().toArray());
  }

  private static ModelConfig withoutDropout() throws IOException {
    String text = new String(bytes("masked/config.json"), StandardCharsets.UTF_8);
    ModelConfig c = HuggingFaceConfig.read(text, "config.json").model();
    return new ModelConfig(
        c.vocabularySize(),
        c.hiddenSize(),
        c.layers(),
        c.attentionHeads(),
        c.intermediateSize(),
        c.maxPositions(),
        0);
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = TrainingParityTest.class.getResourceAsStream("/parity/" + name)) {
      return in.readAllBytes();
    }
  }
}
