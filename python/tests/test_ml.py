"""The Python classes on a real Spark: what they wrap, and that they wrap all of it.

    python/test.sh
"""

import shutil
from pathlib import Path

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.classification import LogisticRegression
from pyspark.ml.evaluation import MulticlassClassificationEvaluator
from pyspark.ml.feature import StringIndexer
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql.functions import col

import sunrise
from sunrise import (SunriseError, SunriseMaskedLanguageModel, SunriseTextClassificationModel, SunriseTextClassifier,
                     SunriseTextEmbedder)

ROOT = Path(__file__).resolve().parents[2]
BERT = str(ROOT / "src/test/resources/downloaded/bert")
THINGS, GOOD, BAD = ["film", "book", "plot"], ["great", "fine", "vital"], ["awful", "boring", "unlikely"]


@pytest.fixture(scope="session")
def spark():
    session = (SparkSession.builder.master("local[2]").config("spark.jars", str(ROOT / "target/sunrise.jar"))
               .config("spark.ui.enabled", False).config("spark.sql.shuffle.partitions", 2)
               .config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1").getOrCreate())
    yield session
    session.stop()


def text(i):
    judgements = GOOD if i % 2 == 0 else BAD
    return f"the {THINGS[i // 2 % 3]} was {judgements[i // 6 % 3]} and {judgements[i // 18 % 3]} {'!' * (i % 7)}"


@pytest.fixture(scope="session")
def verdicts(spark):
    rows = [(i, None if i % 10 == 9 else text(i), "good" if i % 2 == 0 else "bad") for i in range(120)]
    return spark.createDataFrame(rows, "id long, text string, label string").coalesce(2)


def classifier(**values):
    return SunriseTextClassifier(modelPath=BERT, maxTokens=16, maxIter=6, stepSize=3e-3,
                                 settings=["finetune.batch-rows=8", "finetune.micro-batch-rows=8"], **values)


@pytest.fixture(scope="session")
def model(verdicts):
    return classifier().fit(verdicts)


@pytest.mark.parametrize("name", ["SunriseTextEmbedder", "SunriseTextClassifier", "SunriseMaskedLanguageModel",
                                  "SunriseTextClassificationModel"])
def test_has_the_parameters_defaults_and_words_of_java(model, name):
    stage = model if name == "SunriseTextClassificationModel" else getattr(sunrise, name)()
    java = {param.name(): param for param in stage._java_obj.params()}
    assert {param.name for param in stage.params} == set(java)
    for param in stage.params:
        assert param.doc == java[param.name].doc()
        assert stage.hasDefault(param) == stage._java_obj.hasDefault(java[param.name])
        capital = param.name[0].upper() + param.name[1:]
        assert callable(getattr(stage, "set" + capital)) and callable(getattr(stage, "get" + capital))


def test_predicts_in_order_with_nulls_where_there_is_no_text(model, verdicts):
    before = verdicts.collect()
    after = model.transform(verdicts).collect()
    assert [row.id for row in after] == [row.id for row in before]
    assert model.labels == ["bad", "good"] and model.numClasses == 2
    for row in after:
        if row.text is None:
            assert row.prediction is None and row.probability is None and row.predictedLabel is None
        else:
            assert row.predictedLabel == model.labels[int(row.prediction)]
            assert abs(sum(row.probability) - 1) < 1e-9
    assert sum(row.predictedLabel == row.label for row in after) > 75


def test_a_saved_model_and_a_model_folder_predict_as_before(model, verdicts, tmp_path):
    expected = model.transform(verdicts).collect()
    model.write().overwrite().save(str(tmp_path / "saved"))
    assert SunriseTextClassificationModel.load(str(tmp_path / "saved")).transform(verdicts).collect() == expected
    model.saveModelFolder(str(tmp_path / "folder"))
    assert (tmp_path / "folder/model.safetensors").exists()
    opened = SunriseTextClassificationModel.ofFolder(str(tmp_path / "folder"))
    assert opened.transform(verdicts).collect() == expected


def test_pipelines_of_embedder_and_mllib_are_saved_and_loaded(verdicts, tmp_path):
    rows = verdicts.filter(col("text").isNotNull())
    stages = [StringIndexer(inputCol="label", outputCol="index"),
              SunriseTextEmbedder(modelPath=BERT, outputCol="features", normalize=True),
              LogisticRegression(labelCol="index")]
    fitted = Pipeline(stages=stages).fit(rows)
    accuracy = MulticlassClassificationEvaluator(labelCol="index", metricName="accuracy")
    assert accuracy.evaluate(fitted.transform(rows)) > 0.7
    fitted.save(str(tmp_path / "pipeline"))
    loaded = PipelineModel.load(str(tmp_path / "pipeline"))
    assert isinstance(loaded.stages[1], SunriseTextEmbedder) and loaded.stages[1].getNormalize()
    assert loaded.transform(rows).collect() == fitted.transform(rows).collect()


def test_cross_validator_tries_its_grid(verdicts):
    rows = StringIndexer(inputCol="label", outputCol="index").fit(verdicts).transform(verdicts).filter(col("text").isNotNull())
    tried = SunriseTextClassifier(modelPath=BERT, labelCol="index", maxTokens=16, maxIter=8,
                                  settings=["finetune.batch-rows=8", "finetune.probe=false"])
    grid = ParamGridBuilder().addGrid(tried.stepSize, [1e-9, 5e-3]).build()
    evaluator = MulticlassClassificationEvaluator(labelCol="index", metricName="accuracy")
    found = CrossValidator(estimator=tried, estimatorParamMaps=grid, evaluator=evaluator, numFolds=2).fit(rows)
    assert found.avgMetrics[1] > found.avgMetrics[0]
    assert isinstance(found.bestModel, SunriseTextClassificationModel)


def test_a_stream_resumes_from_its_checkpoint(spark, model, tmp_path):
    source = tmp_path / "source"
    source.mkdir()

    def run():
        texts = spark.readStream.text(str(source)).withColumnRenamed("value", "text")
        (model.transform(texts).select("text", "predictedLabel").writeStream.format("parquet")
         .option("path", str(tmp_path / "out")).option("checkpointLocation", str(tmp_path / "checkpoint"))
         .trigger(availableNow=True).start().awaitTermination())

    for file in range(2):
        part = tmp_path / "part"
        part.write_text("\n".join(f"{i} {text(i)}" for i in range(file * 10, file * 10 + 10)) + "\n")
        shutil.move(part, source / f"{file}.txt")
        run()
    rows = spark.read.parquet(str(tmp_path / "out")).collect()
    assert len({row.text for row in rows}) == len(rows) == 20


def test_a_language_model_is_trained_and_saved(verdicts, tmp_path):
    language = SunriseMaskedLanguageModel(
        maxTokens=16, vocabularySize=100, maxIter=1,
        settings=["preprocess.near-duplicates.enabled=false", "preprocess.tokenizer.min-frequency=1", "pretrain.batch-rows=16",
                  "pretrain.micro-batch-rows=16"]).fit(verdicts)
    assert len(language.transform(verdicts).first().embedding) == 128
    language.saveModelFolder(str(tmp_path / "language"))
    assert SunriseTextEmbedder(modelPath=str(tmp_path / "language")).transform(verdicts).first().embedding is not None


def test_mistakes_are_one_line(verdicts):
    for fit, line in [
            (lambda: classifier(textCol="txt").fit(verdicts), "the dataset has no column txt, found id, text, label"),
            (lambda: classifier(labelCol="id").setModelPath("/none").fit(verdicts), "/none: no such file or folder"),
            (lambda: SunriseTextEmbedder(modelPath="/none").transform(verdicts), "/none/config.json: missing"),
            (lambda: SunriseTextClassificationModel.load("/none"), "/none"),
    ]:
        with pytest.raises(SunriseError) as error:
            fit()
        assert line in str(error.value) and "\n" not in str(error.value)
