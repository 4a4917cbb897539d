package io.sunrise.predict;

import io.sunrise.tokenizer.TextEncoder;
import java.io.Serializable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * A row to score and to write.
 *
 * @param record all its columns, as {@link PredictInput#record()}
 * @param tokens token ids of its text, including [CLS] and [SEP], truncated to the model's maximum
 *     length
 */
record EncodedRow(Serializable record, int[] tokens) implements Serializable {

  /** All rows with their indices, in no particular order. */
  static JavaPairRDD<Long, EncodedRow> encode(PredictInput input, TextEncoder encoder) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(input.rows().sparkSession().sparkContext());
    Broadcast<InputOrder> order = context.broadcast(InputOrder.of(input.places()));
    return input
        .rows()
        .toJavaRDD()
        .mapToPair(
            row ->
                new Tuple2<>(
                    order.value().index(row.getLong(0)),
                    new EncodedRow((Serializable) row.get(2), encoder.encode(row.getString(1)))));
  }
}
