"""Sunrise in PySpark: thin wrappers of the Java classes in io.sunrise.ml.

The jar must be on Spark's class path:

    spark = SparkSession.builder.config("spark.jars", "target/sunrise.jar").getOrCreate()
"""

from sunrise.ml import (SunriseError, SunriseLanguageModel, SunriseMaskedLanguageModel, SunriseTextClassificationModel,
                        SunriseTextClassifier, SunriseTextEmbedder)

__all__ = ["SunriseError", "SunriseLanguageModel", "SunriseMaskedLanguageModel", "SunriseTextClassificationModel",
           "SunriseTextClassifier", "SunriseTextEmbedder"]
