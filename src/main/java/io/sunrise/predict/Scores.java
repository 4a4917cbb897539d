package io.sunrise.predict;

import io.sunrise.inference.RowScorer;
import io.sunrise.tokenizer.TextEncoder;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/** What the model says about texts. Only ids of tokens travel between machines for it, no text. */
final class Scores implements AutoCloseable {
  private final JavaRDD<EncodedBlock> encoded;
  private final Broadcast<InputOrder> order;

  private Scores(JavaRDD<EncodedBlock> encoded, Broadcast<InputOrder> order) {
    this.encoded = encoded;
    this.order = order;
  }

  /**
   * Encodes texts, once.
   *
   * @param texts id, path, position and text
   */
  static Scores of(Dataset<Row> texts, TextEncoder encoder) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(texts.sparkSession().sparkContext());
    JavaRDD<EncodedBlock> encoded =
        texts
            .toJavaRDD()
            .mapPartitions(rows -> EncodedBlock.encode(rows, encoder))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<InputOrder.Stretch> stretches =
        encoded.flatMap(block -> block.stretches().iterator()).collect();
    return new Scores(encoded, context.broadcast(InputOrder.of(stretches)));
  }

  /** The order of all texts. */
  Broadcast<InputOrder> order() {
    return order;
  }

  /** The probabilities of each text by its index, in no order. */
  JavaPairRDD<Long, double[]> by(RowScorer scorer) {
    Broadcast<InputOrder> known = order;
    JavaPairRDD<Long, int[]> rows =
        encoded.flatMapToPair(
            block ->
                IntStream.range(0, block.tokens().size())
                    .mapToObj(
                        i ->
                            new Tuple2<>(
                                known.value().index(block.firstId() + i), block.tokens().get(i)))
                    .iterator());
    return scorer.score(rows, tokens -> tokens).mapValues(scored -> scored.probabilities());
  }

  @Override
  public void close() {
    encoded.unpersist();
    order.destroy();
  }
}
