"""Estimators and transformers. Their parameters, defaults and checks are those of the Java classes of the same names."""

import sys

import pyspark
from py4j.protocol import Py4JJavaError
from pyspark import SparkContext
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel, JavaTransformer
from pyspark.sql import SparkSession

PACKAGE = "io.sunrise.ml"

if not pyspark.__version__.startswith("3.5."):
    raise ImportError(f"PySpark {pyspark.__version__}, expected 3.5.x: pip install 'pyspark>=3.5,<3.6'")

# PySpark looks for the class of a loaded pipeline's stage in a module named like the Java package.
sys.modules.setdefault(PACKAGE, sys.modules[__name__])


class SunriseError(ValueError):
    """Input that cannot be used, in one line."""


def _one_line(call, *arguments):
    """Calls Java, and raises what Sunrise refuses without Java's stack trace."""
    try:
        return call(*arguments)
    except Py4JJavaError as error:
        cause = error.java_exception
        while cause is not None:
            if cause.getClass().getName() == "io.sunrise.SunriseException":
                raise SunriseError(cause.getMessage()) from None
            cause = cause.getCause()
        raise


def _param(name, converter, doc):
    return Param(Params._dummy(), name, doc, typeConverter=converter)


TEXT, NUMBER, SHARE, FLAG = TypeConverters.toString, TypeConverters.toInt, TypeConverters.toFloat, TypeConverters.toBoolean


def _accessors(cls):
    """Adds setX and getX for each parameter x."""
    for name, param in list(vars(cls).items()):
        if isinstance(param, Param):
            capital = name[0].upper() + name[1:]

            def setter(self, value, name=name):
                return self._set(**{name: value})

            def getter(self, name=name):
                return self.getOrDefault(name)

            setter.__doc__, getter.__doc__ = f"Sets {param.doc}.", f"Returns {param.doc}."
            setattr(cls, "set" + capital, setter)
            setattr(cls, "get" + capital, getter)
    return cls


@_accessors
class _HasTextCol(Params):
    textCol = _param("textCol", TEXT, "the column of texts; a null text is a row without any")


@_accessors
class _HasBatchSize(Params):
    batchSize = _param("batchSize", NUMBER, "how many texts a task computes at once")


@_accessors
class _HasModelPath(Params):
    modelPath = _param(
        "modelPath", TEXT,
        "a folder with a model: one that Sunrise wrote (pretrain/ or finetune/ of a workspace), or a downloaded BERT, on any"
        " Hadoop file system")


@_accessors
class _HasPredictionCols(Params):
    rawPredictionCol = _param("rawPredictionCol", TEXT, "the column for the logits by class, a vector")
    probabilityCol = _param("probabilityCol", TEXT, "the column for the probabilities, a vector")
    predictionCol = _param("predictionCol", TEXT, "the column for the likeliest class, a double")
    predictedLabelCol = _param("predictedLabelCol", TEXT, "the column for the label word of that class")


@_accessors
class _HasEmbedding(_HasTextCol, _HasBatchSize):
    outputCol = _param("outputCol", TEXT, "the column for the vectors, of the model's hidden size")
    pooling = _param(
        "pooling", TEXT,
        "mean: the mean over a text's tokens; cls: the first token's vector; if it is not set: what a folder of"
        " sentence-transformers says, else mean")
    normalize = _param("normalize", FLAG, "whether the vectors are scaled to length 1")


@_accessors
class _HasWorkDir(Params):
    workDir = _param(
        "workDir", TEXT,
        "a folder that all executors reach, in which a fit makes one of its own and deletes it; by default a temporary one of"
        " the driver in local mode, else /tmp of the default file system")
    settings = _param(
        "settings", TypeConverters.toListString,
        "any other settings of reference.conf as KEY=VALUE, such as finetune.warmup-share=0.2")
    verbose = _param("verbose", FLAG, "whether a fit prints its progress")
    seed = _param("seed", NUMBER, "the seed of all that is random")


class _Reader(JavaMLReader):
    @classmethod
    def _java_loader_class(cls, clazz):
        return f"{PACKAGE}.{clazz.__name__}"

    def load(self, path):
        return _one_line(super().load, path)


class _Readable(JavaMLReadable):
    @classmethod
    def read(cls):
        return _Reader(cls)


class _Stage(JavaMLWritable, _Readable):
    """A stage whose Java class has the same name, and its parameters and defaults."""

    def _start(self, values):
        self._java_obj = self._new_java_obj(f"{PACKAGE}.{type(self).__name__}", self.uid)
        self._transfer_params_from_java()
        self._set(**{name: value for name, value in values.items() if value is not None})

    def _transform(self, dataset):
        return _one_line(super()._transform, dataset)

    def _fit(self, dataset):
        return _one_line(super()._fit, dataset)


class _Model(_Stage):
    def saveModelFolder(self, path):
        """Writes the model as transformers reads it, without Spark's parameters."""
        _one_line(self._java_obj.saveModelFolder, path, _spark()._jsparkSession)


def _spark():
    return SparkSession.builder.getOrCreate()


class SunriseTextEmbedder(_Stage, JavaTransformer, _HasEmbedding, _HasModelPath):
    """A vector for each text: the pooled last hidden states of the encoder in modelPath.

    >>> SunriseTextEmbedder(modelPath="/models/all-MiniLM-L6-v2").transform(texts)
    """

    def __init__(self, *, modelPath=None, textCol=None, outputCol=None, pooling=None, normalize=None, batchSize=None):
        super().__init__()
        self._start(dict(modelPath=modelPath, textCol=textCol, outputCol=outputCol, pooling=pooling, normalize=normalize,
                         batchSize=batchSize))


class SunriseTextClassificationModel(_Model, JavaModel, _HasTextCol, _HasPredictionCols, _HasBatchSize):
    """A fine-tuned classifier. All of its columns are null for a row without text."""

    @property
    def labels(self):
        """The label words, by class."""
        return list(self._java_obj.labels())

    @property
    def numClasses(self):
        return self._java_obj.numClasses()

    @staticmethod
    def ofFolder(path):
        """A model of a folder that finetune left, such as work/mine/finetune."""
        spark = _spark()
        java = getattr(SparkContext._active_spark_context._jvm, f"{PACKAGE}.SunriseTextClassificationModel")
        return SunriseTextClassificationModel(_one_line(java.ofFolder, path, spark._jsparkSession))


@_accessors
class SunriseTextClassifier(_Stage, JavaEstimator, _HasTextCol, _HasModelPath, _HasPredictionCols, _HasBatchSize, _HasWorkDir):
    """Fine-tunes a classifier: from the model in modelPath, or from one that it pre-trains on the texts of the dataset.

    >>> SunriseTextClassifier(modelPath="/models/all-MiniLM-L6-v2", labelCol="topic").fit(rows).transform(others)
    """

    labelCol = _param("labelCol", TEXT, "the column of labels: strings, or the numbers 0, 1, 2 ...; null where a row has none")
    validationIndicatorCol = _param(
        "validationIndicatorCol", TEXT,
        "a column of booleans: the rows to choose the best epoch by; if it is not set, validationShare of the rows")
    weightCol = _param(
        "weightCol", TEXT,
        "a column of numbers from 0: how much each row counts in training; if it is not set, all count the same")
    validationShare = _param("validationShare", SHARE, "the share of the rows to choose the best epoch by, from 0.001")
    maxIter = _param("maxIter", NUMBER, "passes over the rows")
    stepSize = _param("stepSize", SHARE, "the highest learning rate")
    maxTokens = _param("maxTokens", NUMBER, "tokens of a text that are read, [CLS] and [SEP] included; if it is not set, 512, or as many"
                       " as the model can read")

    def __init__(self, *, modelPath=None, textCol=None, labelCol=None, validationIndicatorCol=None, weightCol=None,
                 validationShare=None, maxIter=None, stepSize=None, maxTokens=None, rawPredictionCol=None,
                 probabilityCol=None, predictionCol=None, predictedLabelCol=None, batchSize=None, settings=None,
                 seed=None, workDir=None, verbose=None):
        values = {name: value for name, value in locals().items() if name not in ("self", "__class__")}
        super().__init__()
        self._start(values)

    def _create_model(self, java_model):
        return SunriseTextClassificationModel(java_model)


class SunriseLanguageModel(_Model, JavaModel, _HasEmbedding):
    """A pre-trained model, which adds a vector for each text."""


@_accessors
class SunriseMaskedLanguageModel(_Stage, JavaEstimator, _HasEmbedding, _HasModelPath, _HasWorkDir):
    """Pre-trains a model on a column of texts, or continues from the model in modelPath.

    >>> SunriseMaskedLanguageModel(budget="60 min").fit(texts).saveModelFolder("hdfs:///models/ours")
    """

    maxIter = _param("maxIter", NUMBER, "passes over the texts")
    stepSize = _param("stepSize", SHARE, "the highest learning rate")
    maxTokens = _param("maxTokens", NUMBER, "tokens in a row, [CLS] and [SEP] included")
    vocabularySize = _param("vocabularySize", NUMBER, "the most tokens that the tokenizer learns")
    modelSize = _param("modelSize", TEXT, "tiny, mini, small, medium or base")
    budget = _param("budget", TEXT, 'how long pre-training may take, such as "60 min", instead of maxIter')

    def __init__(self, *, textCol=None, modelPath=None, modelSize=None, vocabularySize=None, maxTokens=None, maxIter=None,
                 stepSize=None, budget=None, outputCol=None, pooling=None, normalize=None, batchSize=None, settings=None,
                 seed=None, workDir=None, verbose=None):
        values = {name: value for name, value in locals().items() if name not in ("self", "__class__")}
        super().__init__()
        self._start(values)

    def _create_model(self, java_model):
        return SunriseLanguageModel(java_model)
