package io.sunrise.train;

import io.sunrise.SunriseException;
import io.sunrise.data.RowRanks;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a dataset, and their ranks by index.
 *
 * @param name of the part, for messages
 */
record RowSource(String name, JavaRDD<TokenRow> rows, RowRanks ranks) {

  static RowSource of(String name, Dataset<Row> dataset) {
    boolean labelled = Arrays.asList(dataset.columns()).contains(Schemas.LABEL);
    Dataset<Row> columns =
        labelled
            ? dataset.select(Schemas.INDEX, Schemas.TOKENS, Schemas.LABEL)
            : dataset.select(Schemas.INDEX, Schemas.TOKENS);
    JavaRDD<TokenRow> rows = columns.javaRDD().map(row -> tokenRow(row, labelled));
    JavaRDD<Long> indices = rows.map(TokenRow::index);
    RowRanks ranks =
        indices
            .aggregate(new RowRanks.Builder(), RowRanks.Builder::add, RowRanks.Builder::addAll)
            .build();
    RowSource source = new RowSource(name, rows, ranks);
    source.refuseRepeatedIndices(dataset.count());
    return source;
  }

  private void refuseRepeatedIndices(long count) {
    if (count != ranks.size()) {
      throw SunriseException.of(
          "the %s rows have %d different numbers in column %s, expected one for each of %d rows:"
              + " run the stage that wrote them again",
          name, ranks.size(), Schemas.INDEX, count);
    }
  }

  private static TokenRow tokenRow(Row row, boolean labelled) {
    List<Integer> tokens = row.getList(1);
    int[] ids = new int[tokens.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = tokens.get(i);
    }
    return new TokenRow(row.getLong(0), labelled ? row.getInt(2) : 0, ids);
  }

  int size() {
    return ranks.size();
  }

  /** All rows on the driver, in order of rank. */
  TokenRows collect() {
    TokenRows.Builder builder = new TokenRows.Builder();
    rows.mapPartitions(RowSource::pack).collect().forEach(builder::addAll);
    TokenRows unordered = builder.build();
    int[] order = new int[unordered.size()];
    for (int row = 0; row < order.length; row++) {
      order[ranks.rank(unordered.index(row))] = row;
    }
    return unordered.inOrder(order);
  }

  /** Packs the rows of a partition in the order they come. */
  static Iterator<TokenRows> pack(Iterator<TokenRow> rows) {
    TokenRows.Builder builder = new TokenRows.Builder();
    rows.forEachRemaining(builder::add);
    return List.of(builder.build()).iterator();
  }
}
