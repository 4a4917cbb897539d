"""Sunrise in PySpark: thin wrappers of the Java classes in io.sunrise.ml.

The jar must be on Spark's class path:

    spark = SparkSession.builder.config("spark.jars", "target/sunrise.jar").getOrCreate()
"""

import os
from pathlib import Path

# On AMD processors MKL uses its slowest code path, and none that repeats its bits, unless this names another. Java reads it as it
# starts, so sunrise is imported before the session is made.
_PROCESSOR = Path("/proc/cpuinfo")
if _PROCESSOR.exists() and "AuthenticAMD" in _PROCESSOR.read_text(errors="replace"):
    os.environ.setdefault("MKL_DEBUG_CPU_TYPE", "5")

from sunrise.ml import (SunriseError, SunriseLanguageModel, SunriseMaskedLanguageModel, SunriseTextClassificationModel,
                        SunriseTextClassifier, SunriseTextEmbedder)

__all__ = ["SunriseError", "SunriseLanguageModel", "SunriseMaskedLanguageModel", "SunriseTextClassificationModel",
           "SunriseTextClassifier", "SunriseTextEmbedder"]
