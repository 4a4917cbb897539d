package io.sunrise.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SunriseTextEmbedderIT {
  @TempDir private Path folder;

  @Test
  void vectorsAreThoseOfTransformers() throws IOException {
    JsonNode expected =
        new ObjectMapper().readTree(MlTesting.MODELS.resolve("minilm/expected.json").toFile());
    List<String> texts = new ArrayList<>();
    expected.forEach(row -> texts.add(row.path("text").asText()));
    Dataset<Row> rows =
        SparkTesting.session().createDataset(texts, Encoders.STRING()).toDF("text").coalesce(1);
    SunriseTextEmbedder embedder =
        new SunriseTextEmbedder().setModelPath(MlTesting.model("minilm"));
    List<Row> mean = embedder.transform(rows).collectAsList();
    List<Row> first = embedder.setPooling("cls").transform(rows).collectAsList();
    List<Row> unit = embedder.setNormalize(true).transform(rows).collectAsList();
    for (int i = 0; i < texts.size(); i++) {
      JsonNode states = expected.get(i).path("states");
      int tokens = expected.get(i).path("ids").size();
      int width = states.size() / tokens;
      double[] ofFirst = new double[width];
      double[] ofAll = new double[width];
      for (int at = 0; at < states.size(); at++) {
        ofAll[at % width] += states.get(at).asDouble() / tokens;
        ofFirst[at % width] += at < width ? states.get(at).asDouble() : 0;
      }
      assertThat(mean.get(i).<Vector>getAs("embedding").toArray())
          .containsExactly(ofAll, within(1e-4));
      assertThat(first.get(i).<Vector>getAs("embedding").toArray())
          .containsExactly(ofFirst, within(1e-4));
      assertThat(Vectors.norm(unit.get(i).getAs("embedding"), 2)).isCloseTo(1, within(1e-9));
    }
  }

  @Test
  void feedsMllibInAPipelineThatIsSavedAndLoaded() throws IOException {
    SunriseTextEmbedder embedder =
        new SunriseTextEmbedder().setModelPath(MlTesting.model("bert")).setOutputCol("features");
    LogisticRegression regression = new LogisticRegression().setLabelCol("class");
    Dataset<Row> rows =
        MlTesting.verdicts(80, 2)
            .filter(col("text").isNotNull())
            .withColumn("class", when(col("label").equalTo("good"), 1.0).otherwise(0.0));
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {embedder, regression}).fit(rows);
    Dataset<Row> predicted = fitted.transform(rows);
    assertThat(predicted.filter(col("prediction").equalTo(col("class"))).count())
        .isGreaterThanOrEqualTo(55);
    fitted.write().save(folder.resolve("saved").toString());
    assertThat(
            PipelineModel.load(folder.resolve("saved").toString()).transform(rows).collectAsList())
        .isEqualTo(predicted.collectAsList());
  }

  @Test
  void aTextThatIsMissingHasNoVector() {
    Dataset<Row> rows = MlTesting.verdicts(10, 1);
    List<Row> vectors =
        new SunriseTextEmbedder()
            .setModelPath(MlTesting.model("bert"))
            .setBatchSize(3)
            .transform(rows)
            .collectAsList();
    assertThat(vectors).hasSize(10);
    vectors.forEach(
        row -> assertThat(row.isNullAt(row.fieldIndex("embedding"))).isEqualTo(row.isNullAt(1)));
    assertThatThrownBy(
            () -> new SunriseTextEmbedder().setModelPath("/no/such/model").transform(rows))
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining("/no/such/model/config.json: missing");
  }

  @Test
  void aLanguageModelIsTrainedOnAColumnOfTextsAndAClassifierStartsFromIt() throws IOException {
    SunriseLanguageModel language =
        new SunriseMaskedLanguageModel()
            .setMaxTokens(16)
            .setVocabularySize(200)
            .setMaxIter(2)
            .setSettings(
                "preprocess.near-duplicates.enabled=false",
                "preprocess.tokenizer.min-frequency=1",
                "pretrain.batch-rows=16",
                "pretrain.micro-batch-rows=16",
                "pretrain.validation-share=0.1")
            .fit(MlTesting.verdicts(300, 2));
    Dataset<Row> rows = MlTesting.verdicts(20, 1);
    Row row = language.transform(rows).first();
    assertThat(row.<Vector>getAs("embedding").size()).isEqualTo(128);

    String saved = folder.resolve("language").toString();
    language.write().save(saved);
    assertThat(SunriseLanguageModel.load(saved).transform(rows).collectAsList())
        .isEqualTo(language.transform(rows).collectAsList());
    String model = folder.resolve("folder").toString();
    language.saveModelFolder(model, SparkTesting.session());
    SunriseTextClassificationModel classifier =
        MlTesting.classifier().setModelPath(model).setMaxIter(3).fit(MlTesting.verdicts(160, 2));
    long right =
        classifier.transform(rows).filter(col("predictedLabel").equalTo(col("label"))).count();
    assertThat(right).isGreaterThanOrEqualTo(12);
  }
}
