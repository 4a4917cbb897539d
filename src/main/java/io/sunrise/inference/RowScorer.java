package io.sunrise.inference;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Network;
import io.sunrise.nn.Networks;
import io.sunrise.train.gradient.FloatSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.collections4.iterators.PeekingIterator;
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
  /** So that no core waits long for the last task. */
  private static final int TASKS_PER_CORE = 4;

  private final Networks networks;
  private final Broadcast<FloatSlice> parameters;
  private final int microBatchRows;
  private final int tasks;

  /**
   * @param parameters in the layout of the networks
   * @param microBatchRows how many rows one core takes at a time
   */
  public RowScorer(SparkSession spark, Networks networks, float[] parameters, int microBatchRows) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.networks = networks;
    this.parameters = context.broadcast(FloatSlice.all(parameters));
    this.microBatchRows = microBatchRows;
    this.tasks = TASKS_PER_CORE * context.defaultParallelism();
  }

  /**
   * Scores rows keyed by indices 0, 1, 2 ...; the result is in no order.
   *
   * @param tokens a row's ids, [CLS] and [SEP] included
   */
  public <T extends Serializable> JavaPairRDD<Long, Scored<T>> score(
      JavaPairRDD<Long, T> rows, Function<T, int[]> tokens) {
    MicroBatchPartitioner microBatches =
        new MicroBatchPartitioner(Math.max(tasks, rows.getNumPartitions()), microBatchRows);
    return rows.repartitionAndSortWithinPartitions(microBatches)
        .mapPartitionsToPair(sorted -> score(sorted, microBatches, tokens));
  }

  private <T extends Serializable> Iterator<Tuple2<Long, Scored<T>>> score(
      Iterator<Tuple2<Long, T>> sorted,
      MicroBatchPartitioner microBatches,
      Function<T, int[]> tokens) {
    if (!sorted.hasNext()) {
      return Collections.emptyIterator();
    }
    Network classifier = networks.create();
    PeekingIterator<Tuple2<Long, T>> rows = PeekingIterator.peekingIterator(sorted);
    return Stream.generate(() -> microBatch(rows, microBatches))
        .takeWhile(batch -> !batch.isEmpty())
        .flatMap(batch -> score(classifier, batch, tokens))
        .iterator();
  }

  /** The next rows that meet; none at the end. */
  private static <T> List<Tuple2<Long, T>> microBatch(
      PeekingIterator<Tuple2<Long, T>> rows, MicroBatchPartitioner microBatches) {
    List<Tuple2<Long, T>> batch = new ArrayList<>();
    while (rows.hasNext()
        && (batch.isEmpty()
            || microBatches.microBatch(rows.peek()._1())
                == microBatches.microBatch(batch.get(0)._1()))) {
      batch.add(rows.next());
    }
    return batch;
  }

  private <T extends Serializable> Stream<Tuple2<Long, Scored<T>>> score(
      Network classifier, List<Tuple2<Long, T>> rows, Function<T, int[]> tokens) {
    float[] logits = classifier.logits(parameters.value().array(), pack(rows, tokens));
    int classes = classifier.outputs();
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
