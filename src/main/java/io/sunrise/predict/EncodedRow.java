package io.sunrise.predict;

import io.sunrise.inference.Scored;
import io.sunrise.tokenizer.TextEncoder;
import java.io.Serializable;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/**
 * A row to score and to write.
 *
 * @param record all its columns, as {@link PredictInput#record()}; null if they cannot be read
 * @param tokens token ids of its text, including [CLS] and [SEP], truncated to the model's maximum
 *     length
 */
record EncodedRow(Serializable record, int[] tokens) implements Serializable {
  private static final int FRAME_TOKENS = 2;

  /** All rows with their indices, in no particular order. */
  static JavaPairRDD<Long, EncodedRow> encode(PredictInput input, TextEncoder encoder) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(input.rows().sparkSession().sparkContext());
    Broadcast<InputOrder> order = context.broadcast(input.order());
    return input
        .rows()
        .toJavaRDD()
        .mapToPair(
            row -> new Tuple2<>(order.value().index(row.getLong(0)), EncodedRow.of(row, encoder)));
  }

  private static EncodedRow of(Row row, TextEncoder encoder) {
    String text = row.isNullAt(1) || !isVisible(row.getString(1)) ? "" : row.getString(1);
    return new EncodedRow((Serializable) row.get(2), encoder.encode(text));
  }

  /** Whether a text has anything but white space and characters that are not displayed. */
  private static boolean isVisible(String text) {
    return text.codePoints().anyMatch(EncodedRow::isVisible);
  }

  private static boolean isVisible(int character) {
    return !Character.isWhitespace(character)
        && !Character.isSpaceChar(character)
        && !Character.isISOControl(character)
        && Character.getType(character) != Character.FORMAT;
  }

  /** The record with what was computed of its tokens; with nothing if it has no text. */
  static Scored<Serializable> record(Scored<EncodedRow> scored) {
    EncodedRow row = scored.row();
    return row.tokens.length > FRAME_TOKENS
        ? new Scored<>(row.record, scored.probabilities(), scored.embedding())
        : new Scored<>(row.record, new double[0]);
  }
}
