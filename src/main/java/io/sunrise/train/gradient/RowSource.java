package io.sunrise.train.gradient;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.sunrise.SunriseException;
import io.sunrise.data.RankedRows;
import io.sunrise.data.RowRanks;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a dataset, and their ranks by index.
 *
 * @param name of the part, for messages
 */
public record RowSource(String name, JavaRDD<TokenRow> rows, RowRanks ranks) {
  private static final int BLOCK_ROWS = 1 << 16;

  /** The rows of a dataset as {@link #tokenRows} reads them. */
  public static RowSource of(String name, Dataset<Row> dataset) {
    RowRanks.Builder indices =
        dataset
            .select(Schemas.INDEX)
            .javaRDD()
            .map(row -> row.getLong(0))
            .aggregate(new RowRanks.Builder(), RowRanks.Builder::add, RowRanks.Builder::addAll);
    RowSource source = new RowSource(name, tokenRows(dataset), indices.build());
    source.refuseRepeatedIndices(indices.added());
    return source;
  }

  /**
   * The rows with the columns of a token row, and those of a labelled one where there are any: a
   * label, a weight, probabilities of all classes.
   */
  public static JavaRDD<TokenRow> tokenRows(Dataset<Row> dataset) {
    return dataset
        .select(
            col(Schemas.INDEX),
            col(Schemas.TOKENS),
            columnOr(dataset, Schemas.LABEL, lit(0)),
            columnOr(dataset, Schemas.WEIGHT, lit(1f)),
            columnOr(dataset, Schemas.PROBABILITIES, array().cast("array<float>")))
        .javaRDD()
        .map(row -> tokenRow(row));
  }

  private void refuseRepeatedIndices(long count) {
    if (count != ranks.size()) {
      throw SunriseException.of(
          "the %s rows have %d different numbers in column %s, expected one for each of %d rows:"
              + " run the stage that wrote them again",
          name, ranks.size(), Schemas.INDEX, count);
    }
  }

  private static Column columnOr(Dataset<Row> dataset, String name, Column otherwise) {
    return Arrays.asList(dataset.columns()).contains(name) ? col(name) : otherwise;
  }

  /** Of the columns index, tokens, label, weight and probabilities. */
  private static TokenRow tokenRow(Row row) {
    return new TokenRow(
        row.getLong(0),
        row.getInt(2),
        row.getFloat(3),
        Schemas.ids(row, 1),
        Schemas.floats(row, 4));
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
