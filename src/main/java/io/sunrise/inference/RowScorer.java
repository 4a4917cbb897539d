package io.sunrise.inference;

import io.sunrise.data.PackedBatch;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.nn.Networks;
import io.sunrise.nn.Pooling;
import io.sunrise.nn.RowEmbedder;
import io.sunrise.nn.SequenceClassifier;
import io.sunrise.train.gradient.FloatSlice;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
 * Scores and embeds rows on the executors. Rows meet in micro-batches that their indices decide:
 * the last bits of a matrix product depend on its size, and a probability must not depend on how
 * the rows are spread.
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
    return computed(
        rows,
        tokens,
        RowScorer::logits,
        (row, logits) -> new Scored<>(row, Probabilities.of(logits, 0, logits.length)));
  }

  /** As {@link #score}, with each row's vector. */
  public <T extends Serializable> JavaPairRDD<Long, Scored<T>> scoreAndEmbed(
      JavaPairRDD<Long, T> rows, Function<T, int[]> tokens, Pooling pooling) {
    int classes = networks.create().outputs();
    return computed(
        rows,
        tokens,
        (made, weights) -> {
          BatchNumbers logits = logits(made, weights);
          BatchNumbers vectors = vectors(made, weights, pooling);
          return batch -> beside(logits.of(batch), vectors.of(batch), batch.rows());
        },
        (row, numbers) ->
            new Scored<>(
                row,
                Probabilities.of(numbers, 0, classes),
                Arrays.copyOfRange(numbers, classes, numbers.length)));
  }

  /** Each row's vector, by the encoder; in no order. */
  public <T extends Serializable> JavaPairRDD<Long, Scored<T>> embed(
      JavaPairRDD<Long, T> rows, Function<T, int[]> tokens, Pooling pooling) {
    return computed(
        rows,
        tokens,
        (made, weights) -> vectors(made, weights, pooling),
        (row, vector) -> new Scored<>(row, new double[0], vector));
  }

  private static BatchNumbers logits(Networks networks, float[] parameters) {
    SequenceClassifier classifier = (SequenceClassifier) networks.create();
    return batch -> classifier.logits(parameters, batch);
  }

  private static BatchNumbers vectors(Networks networks, float[] parameters, Pooling pooling) {
    RowEmbedder embedder = networks.embedder(pooling);
    return batch -> embedder.embed(parameters, batch);
  }

  /** (rows, a) and (rows, b) as (rows, a + b). */
  private static float[] beside(float[] left, float[] right, int rows) {
    int a = left.length / rows;
    int b = right.length / rows;
    float[] both = new float[left.length + right.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(left, row * a, both, row * (a + b), a);
      System.arraycopy(right, row * b, both, row * (a + b) + a, b);
    }
    return both;
  }

  /** What the classifier's last layer reads of each row; in no order. */
  public <T extends Serializable> JavaPairRDD<Long, float[]> features(
      JavaPairRDD<Long, T> rows, Function<T, int[]> tokens) {
    return computed(
        rows,
        tokens,
        (made, weights) -> {
          SequenceClassifier classifier = (SequenceClassifier) made.create();
          return batch -> classifier.features(weights, batch);
        },
        (row, features) -> features);
  }

  /** Numbers of the rows of a batch, as many of each. */
  private interface BatchNumbers {
    float[] of(PackedBatch batch);
  }

  /** Makes what a task computes with. */
  private interface Computation extends Serializable {
    BatchNumbers start(Networks networks, float[] parameters);
  }

  /** What a row becomes with its numbers. */
  private interface RowResult<T, R> extends Serializable {
    R of(T row, float[] numbers);
  }

  private <T extends Serializable, R> JavaPairRDD<Long, R> computed(
      JavaPairRDD<Long, T> rows,
      Function<T, int[]> tokens,
      Computation computation,
      RowResult<T, R> result) {
    MicroBatchPartitioner microBatches =
        new MicroBatchPartitioner(Math.max(tasks, rows.getNumPartitions()), microBatchRows);
    return rows.repartitionAndSortWithinPartitions(microBatches)
        .mapPartitionsToPair(
            sorted -> {
              if (!sorted.hasNext()) {
                return Collections.emptyIterator();
              }
              BatchNumbers numbers = computation.start(networks, parameters.value().array());
              PeekingIterator<Tuple2<Long, T>> left = PeekingIterator.peekingIterator(sorted);
              return Stream.generate(() -> microBatch(left, microBatches))
                  .takeWhile(batch -> !batch.isEmpty())
                  .flatMap(batch -> results(batch, pack(batch, tokens), numbers, result))
                  .iterator();
            });
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

  private <T, R> Stream<Tuple2<Long, R>> results(
      List<Tuple2<Long, T>> rows, TokenRows packed, BatchNumbers numbers, RowResult<T, R> result) {
    float[] all = Chunks.compute(packed, networks.objective().model(), numbers::of);
    int width = all.length / rows.size();
    return IntStream.range(0, rows.size())
        .mapToObj(
            i ->
                new Tuple2<>(
                    rows.get(i)._1(),
                    result.of(
                        rows.get(i)._2(), Arrays.copyOfRange(all, i * width, (i + 1) * width))));
  }

  private static <T> TokenRows pack(List<Tuple2<Long, T>> rows, Function<T, int[]> tokens) {
    TokenRows.Builder packed = new TokenRows.Builder();
    for (Tuple2<Long, T> row : rows) {
      packed.add(new TokenRow(row._1(), 0, call(tokens, row._2())));
    }
    return packed.build();
  }

  private static <T> int[] call(Function<T, int[]> tokens, T row) {
    try {
      return tokens.call(row);
    } catch (Exception e) {
      throw new IllegalStateException("a row's ids cannot be taken", e);
    }
  }
}
