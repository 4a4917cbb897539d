package io.sunrise.finetune;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.teacher.LabelledFeatures;
import io.sunrise.finetune.teacher.Probe;
import io.sunrise.inference.RowScorer;
import io.sunrise.nn.Classification;
import io.sunrise.nn.LossOptions;
import io.sunrise.nn.Networks;
import io.sunrise.nn.SequenceClassifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Starts a classifier's last layer from a logistic regression on what the layers below it make of
 * labelled rows.
 *
 * @param microBatchRows how many rows one core takes at a time
 */
record Probing(Networks networks, int microBatchRows) {

  /**
   * Computes the features on the executors.
   *
   * @param rows in order of index
   * @return the parameters with another last layer
   */
  float[] onExecutors(SparkSession spark, float[] parameters, List<TokenRow> rows) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Tuple2<Long, TokenRow>> numbered =
        IntStream.range(0, rows.size())
            .mapToObj(number -> new Tuple2<>((long) number, rows.get(number)))
            .toList();
    JavaPairRDD<Long, TokenRow> keyed = context.parallelizePairs(new ArrayList<>(numbered));
    List<float[]> features =
        new RowScorer(spark, networks, parameters, microBatchRows)
            .features(keyed, TokenRow::tokens).collect().stream()
                .sorted(Comparator.comparingLong(Tuple2::_1))
                .map(Tuple2::_2)
                .toList();
    return fitted(parameters, features, rows);
  }

  /** The same on this thread, to the same bits. */
  float[] onThisThread(float[] parameters, TokenRows rows) {
    SequenceClassifier classifier = classifier();
    List<float[]> features = new ArrayList<>();
    for (int from = 0; from < rows.size(); from += microBatchRows) {
      int to = Math.min(rows.size(), from + microBatchRows);
      float[] all =
          classifier.features(
              parameters, new ClassBatches().batch(rows, from, to, BatchMaker.VALIDATION));
      int width = all.length / (to - from);
      for (int at = 0; at < all.length; at += width) {
        features.add(Arrays.copyOfRange(all, at, at + width));
      }
    }
    return fitted(
        parameters, features, IntStream.range(0, rows.size()).mapToObj(rows::row).toList());
  }

  private float[] fitted(float[] parameters, List<float[]> features, List<TokenRow> rows) {
    SequenceClassifier classifier = classifier();
    LossOptions loss = ((Classification) networks.objective()).loss();
    int[] labels = rows.stream().mapToInt(TokenRow::label).toArray();
    double[] weights =
        rows.stream().mapToDouble(row -> loss.weight(row.label()) * row.weight()).toArray();
    float[] probed = parameters.clone();
    classifier.setLastLayer(
        probed, Probe.fit(LabelledFeatures.of(classifier.outputs(), features, labels, weights)));
    return probed;
  }

  private SequenceClassifier classifier() {
    return (SequenceClassifier) networks.create();
  }
}
