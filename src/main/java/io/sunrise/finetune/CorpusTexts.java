package io.sunrise.finetune;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;

import io.sunrise.data.HashSample;
import io.sunrise.data.Schemas;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Texts of the corpus about as long as labelled ones: a row, or some consecutive rows of a
 * document, whose end may be shorter.
 *
 * @param corpus rows with their document, their place in it and their tokens
 * @param rows of a text
 * @param maxTokens of a text, the first and the last one included; longer ones are cut
 */
record CorpusTexts(Dataset<Row> corpus, int rows, int maxTokens) {
  private static final String TEXT = "__text";
  private static final String FIRST = "__first";
  private static final String LAST = "__last";

  /** As long as these by their mean numbers of tokens. */
  static CorpusTexts like(LabelledRows labelled, Dataset<Row> corpus) {
    double rows = meanTokens(labelled.train()) / meanTokens(corpus);
    return new CorpusTexts(corpus, (int) Math.max(1, Math.round(rows)), labelled.maxTokens());
  }

  /** Without the first and the last token of each row; at least 1, also where there is no row. */
  private static double meanTokens(Dataset<Row> rows) {
    Row mean = rows.agg(avg(size(col(Schemas.TOKENS)).minus(2))).head();
    return mean.isNullAt(0) ? 1 : Math.max(1, mean.getDouble(0));
  }

  /**
   * Texts chosen by a hash: index, which is that of the first row, and tokens.
   *
   * @param most texts
   */
  Dataset<Row> chosen(long most, long key) {
    List<String> keys = List.of(Schemas.INDEX);
    if (rows == 1) {
      return HashSample.keep(
          corpus.select(Schemas.INDEX, Schemas.TOKENS), most, key, keys, List.of());
    }
    Column tokens = col(Schemas.TOKENS);
    Column text = floor(col(Schemas.PART).divide(lit(rows))).as(TEXT);
    Dataset<Row> firsts =
        HashSample.keep(
            corpus
                .filter(col(Schemas.PART).mod(rows).equalTo(0))
                .select(col(Schemas.INDEX), col(Schemas.ID), text),
            most,
            key,
            keys,
            List.of());
    Dataset<Row> parts =
        corpus
            .select(
                col(Schemas.ID),
                text,
                element_at(tokens, 1).as(FIRST),
                element_at(tokens, -1).as(LAST),
                struct(
                        col(Schemas.PART),
                        slice(tokens, lit(2), size(tokens).minus(2)).as(Schemas.TOKENS))
                    .as(Schemas.PART))
            .join(firsts, new String[] {Schemas.ID, TEXT});
    Column inOrder = array_sort(collect_list(Schemas.PART)).getField(Schemas.TOKENS);
    return parts
        .groupBy(Schemas.INDEX)
        .agg(
            max(FIRST).as(FIRST),
            max(LAST).as(LAST),
            slice(flatten(inOrder), 1, maxTokens - 2).as(Schemas.TOKENS))
        .select(
            col(Schemas.INDEX),
            concat(array(col(FIRST)), tokens, array(col(LAST))).as(Schemas.TOKENS));
  }
}
