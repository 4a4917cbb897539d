package io.sunrise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.data.PackedBatch;
import io.sunrise.model.HuggingFaceConfig;
import io.sunrise.tokenizer.SpecialTokens;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hugging Face's classes load what is written here. Runs where SUNRISE_PYTHON names an interpreter
 * with the packages of src/test/python/requirements.txt.
 */
class ExportTest {
  private static final Path SCRIPT = Path.of("src/test/python/check_export.py");

  @TempDir Path folder;

  @Test
  void bertForMaskedLMLoadsOurModel() throws Exception {
    check(
        new MaskedLanguageModel(Batches.SMALL, GemmProvider.choose("java")),
        new HuggingFaceConfig(Batches.SMALL, "BertForMaskedLM", List.of()),
        Batches.masked(4).build());
  }

  @Test
  void bertForSequenceClassificationLoadsOurModel() throws Exception {
    check(
        new SequenceClassifier(Batches.SMALL, 3, GemmProvider.choose("java")),
        new HuggingFaceConfig(
            Batches.SMALL,
            "BertForSequenceClassification",
            List.of("negative", "neutral", "positive")),
        Batches.labelled(4).build());
  }

  @Test
  void electraForSequenceClassificationLoadsOurModel() throws Exception {
    ModelConfig electra = Batches.SMALL.as(Architecture.ELECTRA);
    check(
        new SequenceClassifier(electra, 2, GemmProvider.choose("java")),
        new HuggingFaceConfig(
            electra, electra.architecture().classifier(), List.of("negative", "positive")),
        Batches.labelled(4).build());
  }

  @Test
  void modernBertForMaskedLMLoadsOurModel() throws Exception {
    ModelConfig modernBert = Batches.SMALL.as(Architecture.MODERNBERT);
    check(
        new MaskedLanguageModel(modernBert, GemmProvider.choose("java")),
        new HuggingFaceConfig(modernBert, modernBert.architecture().pretrained(), List.of()),
        Batches.masked(4).build());
  }

  @Test
  void modernBertForSequenceClassificationLoadsOurModel() throws Exception {
    ModelConfig modernBert = Batches.SMALL.as(Architecture.MODERNBERT);
    check(
        new SequenceClassifier(modernBert, 2, GemmProvider.choose("java")),
        new HuggingFaceConfig(
            modernBert, modernBert.architecture().classifier(), List.of("negative", "positive")),
        Batches.labelled(4).build());
  }

  @Test
  void electraForPreTrainingLoadsOurDetector() throws Exception {
    ModelConfig electra = Batches.SMALL.as(Architecture.ELECTRA);
    Gemm gemm = GemmProvider.choose("java");
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    Encoder encoder = Encoder.ofBert(electra, gemm, builder);
    Head head = new ReplacedTokenHead(electra, 1, gemm, builder);
    PackedBatch rows = Batches.masked(4).build();
    int[] all = IntStream.range(0, rows.tokens()).toArray();
    check(
        new BertNetwork(electra, encoder, head, builder.build()),
        new HuggingFaceConfig(electra, electra.architecture().pretrained(), List.of()),
        new PackedBatch(rows.rows(), rows.offsets(), rows.ids(), rows.rowIndices(), all, all));
  }

  private void check(Network network, HuggingFaceConfig config, PackedBatch batch)
      throws IOException, InterruptedException {
    String python = System.getenv("SUNRISE_PYTHON");
    assumeTrue(python != null, "SUNRISE_PYTHON is not set");
    float[] parameters = Batches.parameters(network.layout());
    try (OutputStream out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
      Safetensors.write(out, network.layout(), parameters, Map.of());
    }
    Files.writeString(folder.resolve("config.json"), config.toJson(SpecialTokens.FIRST));
    Files.writeString(
        folder.resolve("expected.json"),
        expected(batch, network.logits(parameters, batch), network.outputs()));

    Process process =
        new ProcessBuilder(python, SCRIPT.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static String expected(PackedBatch batch, float[] logits, int outputs)
      throws IOException {
    List<int[]> rows = new ArrayList<>();
    List<int[]> positions = new ArrayList<>();
    List<float[]> scores = new ArrayList<>();
    for (int row = 0; row < batch.rows(); row++) {
      int first = batch.offsets()[row];
      int end = batch.offsets()[row + 1];
      rows.add(Arrays.copyOfRange(batch.ids(), first, end));
      for (int i = 0; i < batch.readPositions().length; i++) {
        int position = batch.readPositions()[i];
        if (position >= first && position < end) {
          positions.add(new int[] {row, position - first});
          scores.add(Arrays.copyOfRange(logits, i * outputs, (i + 1) * outputs));
        }
      }
    }
    return new ObjectMapper()
        .writeValueAsString(Map.of("rows", rows, "positions", positions, "logits", scores));
  }
}
