package io.sunrise.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SparkTesting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A model as it was published, of 22.7 million parameters, instead of small ones of random weights.
 */
@Tag("long")
class PublishedModelIT {
  private static String model;

  @BeforeAll
  static void findModel() {
    model = System.getenv("PUBLISHED_MODEL");
    assertThat(model).as("PUBLISHED_MODEL, which jobs/test.sh --long sets").isNotNull();
  }

  @Test
  void vectorsAreThoseOfTransformers() throws IOException {
    JsonNode expected =
        new ObjectMapper()
            .readTree(Path.of("src/test/resources/published/all-MiniLM-L6-v2.json").toFile());
    List<String> texts = new ArrayList<>();
    expected.forEach(row -> texts.add(row.path("text").asText()));
    Dataset<Row> rows =
        SparkTesting.session().createDataset(texts, Encoders.STRING()).toDF("text").coalesce(1);

    List<Row> vectors =
        new SunriseTextEmbedder()
            .setModelPath(model)
            .setPooling("mean")
            .setNormalize(false)
            .transform(rows)
            .collectAsList();

    for (int i = 0; i < texts.size(); i++) {
      double[] mean = new ObjectMapper().convertValue(expected.get(i).path("mean"), double[].class);
      assertThat(vectors.get(i).<Vector>getAs("embedding").toArray())
          .as(texts.get(i))
          .containsExactly(mean, within(1e-4));
    }
  }

  @Test
  void learnsVerdictsFromFewLabels() {
    Dataset<Row> rows = MlTesting.verdicts(120, 2);

    SunriseTextClassificationModel fitted =
        new SunriseTextClassifier()
            .setModelPath(model)
            .setMaxIter(2)
            .setStepSize(1e-4)
            .setSettings("finetune.batch-rows=8", "finetune.micro-batch-rows=8")
            .fit(rows);

    List<Row> unseen =
        fitted
            .transform(MlTesting.verdicts(160, 1).filter("id >= 120 and text is not null"))
            .select("label", "predictedLabel")
            .collectAsList();
    assertThat(unseen).isNotEmpty();
    assertThat(unseen.stream().filter(row -> row.get(0).equals(row.get(1))).count())
        .isGreaterThan(unseen.size() * 9L / 10);
  }
}
