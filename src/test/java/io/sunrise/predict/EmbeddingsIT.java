package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.TinyRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code predict.columns}. */
class EmbeddingsIT {
  private static final Path MODELS = Path.of("src/test/resources/downloaded").toAbsolutePath();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path trained;
  private static TinyRun tiny;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    tiny = new TinyRun(trained).fineTuned();
  }

  @BeforeEach
  void writeTexts() throws IOException {
    Files.write(
        folder.resolve("in.jsonl"),
        List.of(
            "{\"text\": \"the film was great\", \"embedding\": 1}",
            "{\"text\": \" \"}",
            "{\"text\": \"the plot was awful and the meal weak\"}"));
  }

  private void predict(String... overrides) throws IOException {
    List<String> all = new ArrayList<>(List.of("predict.input.type=jsonl"));
    all.add("predict.input.path=\"" + folder.resolve("in.jsonl") + "\"");
    all.add("predict.output=\"" + folder.resolve("out") + "\"");
    all.addAll(List.of(overrides));
    tiny.run(new PredictStage(tiny.settings(all.toArray(String[]::new))));
  }

  private List<JsonNode> jsonLines() throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/predictions/part-00000.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @Test
  void bothAreTheLabelsAsWithoutVectorsAndTheVectorsAsWithoutLabels() throws IOException {
    predict("predict.output-format=jsonl", "predict.columns=both");
    List<JsonNode> both = jsonLines();
    predict("predict.output-format=jsonl", "predict.columns=labels");
    List<JsonNode> labels = jsonLines();
    predict("predict.output-format=jsonl", "predict.columns=embeddings");
    List<JsonNode> vectors = jsonLines();
    for (int i = 0; i < 3; i++) {
      assertThat(both.get(i).path("predicted_embedding"))
          .isEqualTo(vectors.get(i).path("predicted_embedding"));
      assertThat(both.get(i).path("probability_positive"))
          .isEqualTo(labels.get(i).path("probability_positive"));
      assertThat(vectors.get(i).has("label")).isFalse();
      assertThat(labels.get(i).has("predicted_embedding")).isFalse();
    }
    assertThat(both.get(0).path("embedding").asInt()).isEqualTo(1);
    assertThat(both.get(0).path("predicted_embedding")).hasSize(128);
    assertThat(both.get(1).path("predicted_embedding").isNull()).isTrue();
    assertThat(both.get(1).path("label").isNull()).isTrue();
  }

  @Test
  void aVectorIsAnArrayInParquetAndJsonInCsv() throws IOException {
    predict("predict.output-format=parquet", "predict.columns=embeddings");
    List<Row> rows =
        SparkTesting.session()
            .read()
            .parquet(folder.resolve("out/predictions").toString())
            .collectAsList();
    assertThat(rows.get(0).<Float>getList(2)).hasSize(128);
    predict("predict.output-format=csv", "predict.columns=embeddings");
    String line = Files.readAllLines(folder.resolve("out/predictions/part-00000.csv")).get(1);
    JsonNode vector = JSON.readTree(line.substring(line.indexOf("\"[") + 1, line.length() - 1));
    assertThat(vector.get(5).floatValue()).isEqualTo(rows.get(0).<Float>getList(2).get(5));
  }

  @Test
  void aDownloadedModelEmbedsAsTransformersDoes() throws IOException {
    JsonNode expected = JSON.readTree(MODELS.resolve("minilm/expected.json").toFile());
    List<String> lines = new ArrayList<>();
    expected.forEach(row -> lines.add(JSON.createObjectNode().set("text", row.path("text")) + ""));
    Files.write(folder.resolve("in.jsonl"), lines);
    String model = "predict.model=\"" + MODELS.resolve("minilm") + "\"";
    predict("predict.output-format=jsonl", "predict.columns=embeddings", model);
    List<JsonNode> rows = jsonLines();
    for (int i = 0; i < 4; i++) {
      JsonNode states = expected.get(i).path("states");
      int tokens = expected.get(i).path("ids").size();
      double[] mean = new double[states.size() / tokens];
      for (int at = 0; at < states.size(); at++) {
        mean[at % mean.length] += states.get(at).asDouble() / tokens;
      }
      assertThat(JSON.convertValue(rows.get(i).path("embedding"), double[].class))
          .containsExactly(mean, within(1e-4));
    }
    assertThatThrownBy(() -> predict("predict.output-format=jsonl", model))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("it holds no classifier");
  }
}
