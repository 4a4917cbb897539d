package io.sunrise.train.gradient;

import io.sunrise.SunriseException;
import io.sunrise.data.RankedRows;
import io.sunrise.data.RowRanks;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * The rows of a dataset, and their ranks by index.
 *
 * @param name of the part, for messages
 */
public record RowSource(String name, JavaRDD<TokenRow> rows, RowRanks ranks) {
  private static final int BLOCK_ROWS = 1 << 16;

  /**
   * The rows with the columns of a token row, and of a labelled one where there is a label, with or
   * without probabilities of all classes.
   */
  public static RowSource of(String name, Dataset<Row> dataset) {
    Set<String> known = Set.of(dataset.columns());
    Dataset<Row> columns =
        dataset.select(
            Stream.of(Schemas.INDEX, Schemas.TOKENS, Schemas.LABEL, Schemas.PROBABILITIES)
                .filter(known::contains)
                .map(functions::col)
                .toArray(Column[]::new));
    JavaRDD<TokenRow> rows = columns.javaRDD().map(row -> tokenRow(row));
    RowRanks.Builder indices =
        columns
            .select(Schemas.INDEX)
            .javaRDD()
            .map(row -> row.getLong(0))
            .aggregate(new RowRanks.Builder(), RowRanks.Builder::add, RowRanks.Builder::addAll);
    RowSource source = new RowSource(name, rows, indices.build());
    source.refuseRepeatedIndices(indices.added());
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

  /** Of the columns index, tokens and, where the rows have them, label and probabilities. */
  private static TokenRow tokenRow(Row row) {
    int label = row.size() > 2 ? row.getInt(2) : 0;
    return row.size() > 3
        ? new TokenRow(row.getLong(0), label, Schemas.ids(row, 1), Schemas.floats(row, 3))
        : new TokenRow(row.getLong(0), label, Schemas.ids(row, 1));
  }

  public int size() {
    return ranks.size();
  }

  /** No rows, where these are. */
  public RowSource none() {
    return new RowSource("no", rows.filter(row -> false), new RowRanks.Builder().build());
  }

  /** All rows on the driver. */
  public RankedRows collect() {
    return new RankedRows(rows.mapPartitions(RowSource::blocks).collect(), ranks);
  }

  /** Packs the rows of a partition into blocks of limited size. */
  private static Iterator<TokenRows> blocks(Iterator<TokenRow> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public TokenRows next() {
        TokenRows.Builder block = new TokenRows.Builder();
        for (int row = 0; row < BLOCK_ROWS && rows.hasNext(); row++) {
          block.add(rows.next());
        }
        return block.build();
      }
    };
  }

  /** Packs the rows of a partition in the order they come. */
  static Iterator<TokenRows> pack(Iterator<TokenRow> rows) {
    TokenRows.Builder builder = new TokenRows.Builder();
    rows.forEachRemaining(builder::add);
    return List.of(builder.build()).iterator();
  }
}
