package io.sunrise.cooccurrence;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.sunrise.data.Schemas;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What of a document is about one thing: as many of its rows as make a page. */
public final class Passages {
  /**
   * Passages of 400 tokens, of 800 and whole documents classify alike (74.3, 74.3 and 74.4 % with
   * 500 film verdicts), and the 320,000 pairs of 800 tokens fit into the table of {@link
   * PairCounter}.
   */
  private static final int TOKENS = 800;

  private Passages() {}

  /**
   * Rows with the column {@link Schemas#TOKENS}, one for each passage; none where each document is
   * one row, as its pairs are near ones.
   *
   * @param text rows with their document, their place in it and their tokens
   * @param rowTokens of a row, at most
   */
  public static Optional<Dataset<Row>> of(Dataset<Row> text, int rowTokens) {
    if (text.agg(max(col(Schemas.PART))).head().getInt(0) == 0) {
      return Optional.empty();
    }
    int rows = Math.max(1, TOKENS / rowTokens);
    return Optional.of(
        text.groupBy(col(Schemas.ID), floor(col(Schemas.PART).divide(lit(rows))))
            .agg(flatten(collect_list(col(Schemas.TOKENS))).as(Schemas.TOKENS)));
  }
}
