package io.sunrise.ml;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SunriseTextClassifierIT {
  private static SunriseTextClassificationModel model;

  @TempDir private Path folder;

  @BeforeAll
  static void fit() {
    model = MlTesting.classifier().fit(MlTesting.verdicts(160, 2));
  }

  @Test
  void addsTheColumnsOfMllibAndKeepsRowsInNumberAndOrder() {
    Dataset<Row> rows = MlTesting.verdicts(53, 3).persist();
    List<Row> before = rows.collectAsList();
    List<Row> after = model.transform(rows).collectAsList();
    assertThat(after).hasSameSizeAs(before);
    int right = 0;
    for (int i = 0; i < after.size(); i++) {
      Row row = after.get(i);
      assertThat(row.getLong(0)).isEqualTo(before.get(i).getLong(0));
      if (row.isNullAt(1)) {
        assertThat(List.of(row.isNullAt(3), row.isNullAt(4), row.isNullAt(5), row.isNullAt(6)))
            .containsOnly(true);
        continue;
      }
      Vector probabilities = row.getAs("probability");
      Vector raw = row.getAs("rawPrediction");
      int prediction = (int) row.<Double>getAs("prediction").doubleValue();
      assertThat(probabilities.apply(0) + probabilities.apply(1)).isBetween(1 - 1e-9, 1 + 1e-9);
      assertThat(probabilities.argmax()).isEqualTo(prediction).isEqualTo(raw.argmax());
      assertThat(row.<String>getAs("predictedLabel")).isEqualTo(model.labels().get(prediction));
      right += row.getAs("predictedLabel").equals(row.getAs("label")) ? 1 : 0;
    }
    assertThat(right).isGreaterThanOrEqualTo(36);
    assertThat(model.labels()).containsExactly("bad", "good");
    assertThat(model.transformSchema(rows.schema())).isEqualTo(model.transform(rows).schema());
  }

  @Test
  void theSameRowsInOtherPartitionsGiveTheSameModel() throws IOException {
    SunriseTextClassifier short1 = MlTesting.classifier().setMaxIter(1);
    short1.fit(MlTesting.verdicts(160, 1)).saveModelFolder(path("a"), SparkTesting.session());
    short1.fit(MlTesting.verdicts(160, 5)).saveModelFolder(path("b"), SparkTesting.session());
    assertThat(Files.readAllBytes(folder.resolve("a/model.safetensors")))
        .isEqualTo(Files.readAllBytes(folder.resolve("b/model.safetensors")));
  }

  @Test
  void aSavedPipelineWithAnIndexerPredictsAsBefore() throws IOException {
    StringIndexer indexer = new StringIndexer().setInputCol("label").setOutputCol("index");
    SunriseTextClassifier classifier = MlTesting.classifier().setLabelCol("index");
    PipelineModel fitted =
        new Pipeline()
            .setStages(new PipelineStage[] {indexer, classifier})
            .fit(MlTesting.verdicts(160, 2));
    Dataset<Row> rows = MlTesting.verdicts(40, 2);
    Dataset<Row> predicted = fitted.transform(rows).filter(col("text").isNotNull()).persist();
    assertThat(
            new MulticlassClassificationEvaluator()
                .setLabelCol("index")
                .setMetricName("accuracy")
                .evaluate(predicted))
        .isGreaterThan(0.7);
    assertThat(predicted.filter(col("predictedLabel").equalTo(col("label"))).count())
        .isEqualTo(predicted.filter(col("prediction").equalTo(col("index"))).count());

    fitted.write().save(path("pipeline"));
    assertThat(PipelineModel.load(path("pipeline")).transform(rows).collectAsList())
        .isEqualTo(fitted.transform(rows).collectAsList());
    classifier.write().save(path("estimator"));
    SunriseTextClassifier loaded = SunriseTextClassifier.load(path("estimator"));
    assertThat(loaded.getModelPath()).isEqualTo(classifier.getModelPath());
    assertThat(loaded.getLabelCol()).isEqualTo("index");
    assertThat(loaded.getSettings()).isEqualTo(classifier.getSettings());
  }

  @Test
  void numbersAsLabelsArePredictedAsTheyAre() {
    Column number = when(col("label").equalTo("good"), 11).otherwise(2).cast("double");
    Dataset<Row> rows = MlTesting.verdicts(160, 2).withColumn("label", number);
    SunriseTextClassificationModel numeric =
        MlTesting.classifier()
            .setPredictedLabelCol("")
            .setValidationIndicatorCol("held")
            .fit(rows.withColumn("held", col("id").mod(8).equalTo(0)));
    Row row = numeric.transform(MlTesting.verdicts(2, 1)).orderBy("id").first();
    assertThat(row.<Double>getAs("prediction")).isEqualTo(11);
    assertThat(row.<Vector>getAs("probability").size()).isEqualTo(12);
    assertThat(row.schema().fieldNames()).doesNotContain("predictedLabel");
    assertThat(numeric.labels()).containsExactly("2", "11");
  }

  @Test
  void rowsCountByTheirWeights() {
    Column sure = col("id").mod(3).equalTo(0);
    Column wrong = when(col("label").equalTo("good"), "bad").otherwise("good");
    Dataset<Row> rows =
        MlTesting.verdicts(240, 2)
            .withColumn("label", when(sure, col("label")).otherwise(wrong))
            .withColumn("weight", when(sure, 2).otherwise(0.001))
            .withColumn("held", col("id").mod(12).equalTo(0));
    SunriseTextClassificationModel weighted =
        MlTesting.classifier().setWeightCol("weight").setValidationIndicatorCol("held").fit(rows);
    Dataset<Row> predicted =
        weighted.transform(MlTesting.verdicts(60, 1)).filter(col("text").isNotNull());
    assertThat(predicted.filter(col("predictedLabel").equalTo(col("label"))).count())
        .isGreaterThan(predicted.count() * 3 / 4);
  }

  @Test
  void crossValidatorChoosesAmongItsParams() {
    SunriseTextClassifier classifier =
        MlTesting.classifier().setSettings("finetune.batch-rows=8", "finetune.probe=false");
    Dataset<Row> rows =
        MlTesting.verdicts(80, 2)
            .filter(col("text").isNotNull())
            .withColumn("label", when(col("label").equalTo("good"), 1.0).otherwise(0.0));
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.stepSize(), new double[] {1e-9, 5e-3}).build();
    CrossValidator validator =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2);
    double[] accuracies = validator.fit(rows).avgMetrics();
    assertThat(accuracies[1]).isGreaterThan(accuracies[0]);
  }

  @Test
  void aStreamThatIsStoppedAndRestartedLosesNoRowAndRepeatsNone()
      throws IOException, TimeoutException, Exception {
    Path input = Files.createDirectory(folder.resolve("input"));
    for (int file = 0; file < 3; file++) {
      writeFile(input, file);
    }
    stream(input, 1);
    assertThat(read()).isNotEmpty();
    for (int file = 3; file < 5; file++) {
      writeFile(input, file);
    }
    stream(input, 10);
    List<Row> all = read();
    assertThat(all).hasSize(50);
    assertThat(all.stream().map(row -> row.getString(0)).distinct()).hasSize(50);
    assertThat(all.stream().filter(row -> row.isNullAt(1))).isEmpty();
  }

  private void writeFile(Path input, int file) throws IOException {
    List<String> lines =
        Stream.iterate(file * 10, i -> i + 1)
            .limit(10)
            .map(i -> i + " " + MlTesting.text(i))
            .toList();
    Path part = Files.write(folder.resolve("part"), lines);
    Files.move(part, input.resolve(file + ".txt"));
  }

  /** Runs over the files that are there, of which a batch has at most so many. */
  private void stream(Path input, int filesPerBatch) throws Exception {
    Dataset<Row> texts =
        SparkTesting.session()
            .readStream()
            .option("maxFilesPerTrigger", filesPerBatch)
            .text(input.toString())
            .withColumnRenamed("value", "text");
    StreamingQuery query =
        model
            .transform(texts)
            .select("text", "predictedLabel")
            .writeStream()
            .format("parquet")
            .option("path", path("output"))
            .option("checkpointLocation", path("checkpoint"))
            .trigger(Trigger.AvailableNow())
            .start();
    query.awaitTermination();
  }

  private List<Row> read() {
    return SparkTesting.session().read().parquet(path("output")).collectAsList();
  }

  @Test
  void badInputIsOneLine() {
    Dataset<Row> rows = MlTesting.verdicts(20, 1);
    assertOneLine(
        () -> MlTesting.classifier().setTextCol("txt").fit(rows),
        "the dataset has no column txt, found id, text, label");
    assertOneLine(
        () -> MlTesting.classifier().setLabelCol("nothing").fit(rows), "has no column nothing");
    assertOneLine(
        () -> MlTesting.classifier().fit(rows.withColumn("label", lit(0.5))),
        "column label has 0.5, expected the whole numbers 0, 1, 2");
    assertOneLine(
        () -> MlTesting.classifier().fit(rows.withColumn("label", lit(Double.NaN))),
        "column label has NaN");
    assertOneLine(
        () -> MlTesting.classifier().fit(rows.withColumn("label", lit(true))),
        "column label is of type boolean");
    assertOneLine(
        () -> MlTesting.classifier().setWeightCol("text").fit(rows),
        "column text is of type string, expected weights as numbers");
    assertOneLine(
        () -> MlTesting.classifier().setWeightCol("w").fit(rows.withColumn("w", lit(-1))),
        "column w has -1.0, expected a weight from 0 to 1,000,000 in every row");
    assertOneLine(
        () -> MlTesting.classifier().fit(rows.withColumn("text", lit(1))),
        "column text is of type int, expected string");
    assertOneLine(
        () -> MlTesting.classifier().fit(rows.withColumn("prediction", lit(1))),
        "column prediction is in the dataset already");
    assertOneLine(() -> MlTesting.classifier().fit(rows.filter(lit(false))), "label");
    assertOneLine(
        () -> MlTesting.classifier().fit(rows.withColumn("label", lit("one"))),
        "every row has the label \"one\"");
    assertOneLine(
        () -> MlTesting.classifier().setPredictionCol("same").setProbabilityCol("same").fit(rows),
        "column same is in the dataset already");
    assertOneLine(() -> MlTesting.classifier().setMaxIter(0).fit(rows), "finetune.epochs is 0");
    assertOneLine(
        () -> MlTesting.classifier().setMaxTokens(100).fit(rows),
        "label.max-tokens is 100, and the model reads at most 40 tokens of a text: lower it");
    assertOneLine(() -> MlTesting.classifier().setModelPath(path("none")).fit(rows), path("none"));
    assertOneLine(
        () -> MlTesting.classifier().setSettings("finetune.epoch=1").fit(rows),
        "finetune.epoch: unknown key");
    assertOneLine(
        () -> SunriseTextClassificationModel.ofFolder(MlTesting.model("bert"), rows.sparkSession()),
        "it holds no classifier");
  }

  @Test
  void aModelOfANewerVersionIsRefused() throws IOException {
    model.write().save(path("saved"));
    Path facts = folder.resolve("saved/sunrise.json");
    Files.writeString(
        facts, Files.readString(facts).replaceFirst("\"format\"\\s*:\\s*1", "\"format\":2"));
    Files.deleteIfExists(folder.resolve("saved/.sunrise.json.crc"));
    assertOneLine(
        () -> SunriseTextClassificationModel.load(path("saved")),
        "format 2, expected 1 to 1: a newer Sunrise saved it");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void assertOneLine(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }
}
