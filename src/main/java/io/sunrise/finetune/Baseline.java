package io.sunrise.finetune;

import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.sunrise.data.Schemas;
import io.sunrise.metric.Evaluation;
import io.sunrise.metric.Metrics;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.CountVectorizerModel;
import org.apache.spark.ml.feature.IDF;
import org.apache.spark.ml.feature.IDFModel;
import org.apache.spark.ml.feature.NGram;
import org.apache.spark.ml.feature.Normalizer;
import org.apache.spark.ml.feature.RegexTokenizer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;

/**
 * What one would do without a language model: TF-IDF over words and pairs of words, and logistic
 * regression, both MLlib's, on the same rows. How much the weights are held small is chosen on the
 * validation part.
 */
final class Baseline {
  /** The most frequent words and pairs of the train rows are features. */
  private static final int FEATURES = 1 << 16;

  private static final int ITERATIONS = 50;
  private static final String GRAMS = "grams";

  /**
   * How much the data weigh against small weights, from least to most: scikit-learn's C. MLlib
   * divides the loss by the rows, so its {@code regParam} is 1 / (C rows).
   */
  private static final double[] DATA_WEIGHTS = {1, 4, 16};

  private static final UserDefinedFunction LOWER_CASE =
      udf((UDF1<String, String>) text -> text.toLowerCase(Locale.ROOT), DataTypes.StringType);

  private final LabelledRows rows;

  Baseline(LabelledRows rows) {
    this.rows = rows;
  }

  /** The scores; empty if no train row has a word, as emoji have none. */
  Optional<ModelScores> scores() {
    Dataset<Row> grams = grams(rows.train());
    String[] features = mostFrequent(grams);
    return features.length == 0 ? Optional.empty() : Optional.of(scores(grams, features));
  }

  private ModelScores scores(Dataset<Row> grams, String[] words) {
    CountVectorizerModel counting =
        new CountVectorizerModel(words).setInputCol(GRAMS).setOutputCol("counts");
    IDFModel weighting =
        new IDF().setInputCol("counts").setOutputCol("weighted").fit(counting.transform(grams));
    Function<Dataset<Row>, Dataset<Row>> features =
        part -> features(weighting.transform(counting.transform(grams(part))));
    // The fit sums doubles: in one partition, by index, they come out the same on any cluster. What
    // comes before it counts, which is exact, and takes as many tasks as there are.
    Dataset<Row> train =
        features.apply(rows.train()).repartition(1).sortWithinPartitions(Schemas.INDEX).cache();
    Dataset<Row> validation = features.apply(rows.validation()).cache();
    Dataset<Row> test = features.apply(rows.test()).cache();
    try {
      return best(train, validation, test);
    } finally {
      train.unpersist();
      validation.unpersist();
      test.unpersist();
    }
  }

  private ModelScores best(Dataset<Row> train, Dataset<Row> validation, Dataset<Row> test) {
    long trainRows = train.count();
    LogisticRegressionModel best = null;
    Metrics bestMetrics = null;
    for (double dataWeight : DATA_WEIGHTS) {
      LogisticRegressionModel model = regression(1 / (dataWeight * trainRows)).fit(train);
      Metrics metrics = measure(model, validation);
      if (bestMetrics == null || metrics.accuracy() > bestMetrics.accuracy()) {
        best = model;
        bestMetrics = metrics;
      }
    }
    return new ModelScores(bestMetrics, measure(best, test));
  }

  private static LogisticRegression regression(double regularization) {
    return new LogisticRegression()
        .setLabelCol(Schemas.LABEL)
        .setWeightCol(Schemas.WEIGHT)
        .setFeaturesCol("features")
        .setMaxIter(ITERATIONS)
        .setRegParam(regularization)
        // TF-IDF is the scaling; MLlib's own would undo it.
        .setStandardization(false);
  }

  private Metrics measure(LogisticRegressionModel model, Dataset<Row> part) {
    var classOne =
        org.apache.spark.ml.functions.vector_to_array(col("probability"), "float64").getItem(1);
    return Evaluation.of(
        model
            .transform(part)
            .select(
                col(Schemas.LABEL).as(Evaluation.LABEL),
                col("prediction").as(Evaluation.PREDICTION),
                coalesce(classOne, lit(0.0)).as(Evaluation.SCORE)),
        rows.classes());
  }

  /** TF-IDF of length 1 as the features. */
  private static Dataset<Row> features(Dataset<Row> weighted) {
    return new Normalizer()
        .setInputCol("weighted")
        .setOutputCol("features")
        .transform(weighted)
        .select(Schemas.INDEX, Schemas.LABEL, Schemas.WEIGHT, "features");
  }

  /** By the number of rows that hold them; of equals the first in the alphabet. */
  private static String[] mostFrequent(Dataset<Row> grams) {
    return grams
        .select(explode(array_distinct(col(GRAMS))).as(GRAMS))
        .groupBy(GRAMS)
        .count()
        .orderBy(col("count").desc(), col(GRAMS))
        .limit(FEATURES)
        .select(GRAMS)
        .as(Encoders.STRING())
        .collectAsList()
        .toArray(new String[0]);
  }

  private static Dataset<Row> grams(Dataset<Row> part) {
    Dataset<Row> lowerCase =
        part.select(
            col(Schemas.INDEX),
            col(Schemas.LABEL).cast("double").as(Schemas.LABEL),
            col(Schemas.WEIGHT),
            LOWER_CASE.apply(col(Schemas.TEXT)).as(Schemas.TEXT));
    Dataset<Row> words =
        new RegexTokenizer()
            .setInputCol(Schemas.TEXT)
            .setOutputCol("words")
            .setGaps(false)
            // By the locale of the executor it would be: in Turkish "I" is not "i".
            .setToLowercase(false)
            .setPattern("[\\p{L}\\p{N}']+|[!?]")
            .transform(lowerCase);
    return new NGram()
        .setN(2)
        .setInputCol("words")
        .setOutputCol("pairs")
        .transform(words)
        .withColumn(GRAMS, concat(col("words"), col("pairs")));
  }
}
