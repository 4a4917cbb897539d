package io.sunrise.predict;

import io.sunrise.predict.InputOrder.Stretch;
import io.sunrise.tokenizer.TextEncoder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Some rows of a partition, one behind the other.
 *
 * @param tokens of each row: ids, [CLS] and [SEP] included, cut to what the model takes
 */
record EncodedBlock(List<Stretch> stretches, List<int[]> tokens) implements Serializable {
  private static final int ROWS = 4096;

  /** Blocks of a partition's rows of id, path, position and text. */
  static Iterator<EncodedBlock> encode(Iterator<Row> rows, TextEncoder encoder) {
    return Stream.generate(() -> next(rows, encoder))
        .takeWhile(block -> !block.tokens.isEmpty())
        .iterator();
  }

  private static EncodedBlock next(Iterator<Row> rows, TextEncoder encoder) {
    List<Stretch> stretches = new ArrayList<>();
    List<int[]> tokens = new ArrayList<>();
    while (rows.hasNext() && tokens.size() < ROWS) {
      Row row = rows.next();
      append(stretches, row.getLong(0), row.getString(1), row.getLong(2));
      tokens.add(encoder.encode(row.getString(3)));
    }
    return new EncodedBlock(stretches, tokens);
  }

  private static void append(List<Stretch> stretches, long id, String path, long position) {
    int end = stretches.size() - 1;
    Stretch last = end < 0 ? null : stretches.get(end);
    if (last != null && last.path().equals(path) && last.last() < position) {
      stretches.set(end, new Stretch(path, last.position(), position, last.id(), last.rows() + 1));
    } else {
      stretches.add(new Stretch(path, position, position, id, 1));
    }
  }

  /** The id of the first row; the others' follow on it. */
  long firstId() {
    return stretches.get(0).id();
  }
}
