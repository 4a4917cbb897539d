package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Gemms;
import io.sunrise.nn.SequenceClassifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * Scores rows by a classifier on the executors. Rows meet in micro-batches that their indices
 * decide: the last bits of a matrix product depend on its size, and a probability must not depend
 * on how the rows are spread.
 */
public final class RowScorer implements Serializable {
  private final TrainingTask task;
  private final Broadcast<Parameters> parameters;
  private final int microBatchRows;
  private final int parallelism;

  /**
   * @param parameters in the layout of {@link SequenceClassifier}
   * @param microBatchRows how many rows one core takes at a time
   */
  public RowScorer(SparkSession spark, TrainingTask task, float[] parameters, int microBatchRows) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.task = task;
    this.parameters = context.broadcast(new Parameters(parameters));
    this.microBatchRows = microBatchRows;
    this.parallelism = context.defaultParallelism();
  }

  /**
   * Scores rows keyed by indices 0, 1, 2 ...; the result is in no order.
   *
   * @param tokens a row's ids, [CLS] and [SEP] included
   */
  public <T extends Serializable> JavaPairRDD<Long, Scored<T>> score(
      JavaPairRDD<Long, T> rows, Function<T, int[]> tokens) {
    int rowsAtOnce = microBatchRows;
    return rows.mapToPair(row -> new Tuple2<>(row._1() / rowsAtOnce, row))
        .groupByKey(Math.max(parallelism, rows.getNumPartitions()))
        .mapPartitionsToPair(batches -> scoreAll(batches, tokens));
  }

  private <T extends Serializable> Iterator<Tuple2<Long, Scored<T>>> scoreAll(
      Iterator<Tuple2<Long, Iterable<Tuple2<Long, T>>>> batches, Function<T, int[]> tokens) {
    if (!batches.hasNext()) {
      return Collections.emptyIterator();
    }
    SequenceClassifier classifier =
        new SequenceClassifier(task.model(), task.classes(), Gemms.choose(task.gemm()));
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(batches, 0), false)
        .flatMap(batch -> score(classifier, batch._2(), tokens))
        .iterator();
  }

  private <T extends Serializable> Stream<Tuple2<Long, Scored<T>>> score(
      SequenceClassifier classifier, Iterable<Tuple2<Long, T>> batch, Function<T, int[]> tokens) {
    List<Tuple2<Long, T>> rows = new ArrayList<>();
    batch.forEach(rows::add);
    rows.sort(Comparator.comparing(Tuple2::_1));
    float[] logits = classifier.logits(parameters.value().numbers(), pack(rows, tokens));
    int classes = task.classes();
    return IntStream.range(0, rows.size())
        .mapToObj(
            i ->
                new Tuple2<>(
                    rows.get(i)._1(),
                    new Scored<>(
                        rows.get(i)._2(), Probabilities.of(logits, i * classes, classes))));
  }

  private static <T> PackedBatch pack(List<Tuple2<Long, T>> rows, Function<T, int[]> tokens) {
    TokenRows.Builder packed = new TokenRows.Builder();
    for (Tuple2<Long, T> row : rows) {
      packed.add(new TokenRow(row._1(), 0, call(tokens, row._2())));
    }
    return new ClassBatches().batch(packed.build(), 0, rows.size(), BatchMaker.VALIDATION);
  }

  private static <T> int[] call(Function<T, int[]> tokens, T row) {
    try {
      return tokens.call(row);
    } catch (Exception e) {
      throw new IllegalStateException("a row's ids cannot be taken", e);
    }
  }
}
