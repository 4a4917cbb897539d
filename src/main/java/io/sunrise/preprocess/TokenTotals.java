package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.sunrise.data.Schemas;
import io.sunrise.tokenizer.SpecialTokens;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Totals over rows of token ids.
 *
 * @param tokens the number of ids, including [CLS] and [SEP]
 * @param unknown the number of [UNK] ids
 */
record TokenTotals(long rows, long tokens, long unknown) {

  static TokenTotals of(Dataset<Row> rows, SpecialTokens special) {
    Column tokens = col(Schemas.TOKENS);
    Row totals =
        rows.agg(
                count(lit(1)),
                sum(size(tokens)),
                sum(size(filter(tokens, id -> id.equalTo(special.unk())))))
            .first();
    return totals.getLong(0) == 0
        ? new TokenTotals(0, 0, 0)
        : new TokenTotals(totals.getLong(0), totals.getLong(1), totals.getLong(2));
  }

  /** The number of ids without [CLS] and [SEP]. */
  long content() {
    return tokens - rows * EncodedRows.SPECIAL_TOKENS;
  }
}
