package io.sunrise.predict;

import io.sunrise.predict.InputOrder.Stretch;
import io.sunrise.text.TextEncoder;
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
      append(stretches, new Stretch(row.getString(1), row.getLong(2), row.getLong(0), 1));
      tokens.add(encoder.encode(row.getString(3)));
    }
    return new EncodedBlock(stretches, tokens);
  }

  private static void append(List<Stretch> stretches, Stretch row) {
    int last = stretches.size() - 1;
    if (last >= 0 && stretches.get(last).path().equals(row.path())) {
      Stretch before = stretches.get(last);
      stretches.set(
          last, new Stretch(before.path(), before.position(), before.id(), before.rows() + 1));
    } else {
      stretches.add(row);
    }
  }

  /** The id of the first row; the others' follow on it. */
  long firstId() {
    return stretches.get(0).id();
  }
}
