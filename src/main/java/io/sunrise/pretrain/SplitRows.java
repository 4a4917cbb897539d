package io.sunrise.pretrain;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.PretrainSettings;
import io.sunrise.console.Console;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.stage.StageRun;
import java.util.Locale;
import org.apache.spark.api.java.function.FilterFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows to learn from and those held out. A document is held out whole, by a hash of its id, so
 * that no row is validated on whose neighbour was learned.
 */
record SplitRows(Dataset<Row> train, long trainRows, Dataset<Row> validation, long validationRows)
    implements AutoCloseable {
  private static final int FEW_STEPS = 10;

  private static final int HEX_DIGITS_OF_A_LONG = 16;

  static SplitRows of(StageRun run, long seed, double validationShare) {
    Dataset<Row> rows =
        Locations.reader(run.spark())
            .schema(Schemas.TOKEN_ROWS)
            .parquet(run.input("preprocess") + "/tokens")
            .select(Schemas.INDEX, Schemas.ID, Schemas.PART, Schemas.TOKENS);
    long key = CounterRandom.key(seed, "pretrain validation");
    FilterFunction<Row> heldOut = row -> heldOut(key, row.getAs(Schemas.ID), validationShare);
    FilterFunction<Row> learned = row -> !heldOut(key, row.getAs(Schemas.ID), validationShare);
    Dataset<Row> validation = rows.filter(heldOut).cache();
    Dataset<Row> train = rows.filter(learned);
    long validationRows = validation.count();
    long trainRows = rows.count() - validationRows;
    if (trainRows == 0) {
      throw SunriseException.of(
          "%s/tokens: no row is left to learn from (%d rows, pretrain.validation-share %s);"
              + " collect more text or hold out less",
          run.input("preprocess"), validationRows, validationShare);
    }
    return new SplitRows(train, trainRows, validation, validationRows);
  }

  /** Warns of too few rows for steps to learn by, or to validate on. */
  void warn(Console console, PretrainSettings settings) {
    int batchRows = settings.training().batchRows();
    long steps = (trainRows + batchRows - 1) / batchRows;
    if (steps < FEW_STEPS) {
      console.line(
          String.format(
              Locale.ROOT,
              "  %,d rows are %d steps an epoch with pretrain.batch-rows = %d, too few to learn"
                  + " much from: give it more text, or lower batch-rows and micro-batch-rows",
              trainRows,
              steps,
              batchRows));
    }
    if (validationRows == 0 && settings.validationShare() > 0) {
      console.line(
          String.format(
              Locale.ROOT,
              "  no row is held out by pretrain.validation-share = %s: there is no validation loss",
              settings.validationShare()));
    }
  }

  static boolean heldOut(long key, String id, double share) {
    long content = Long.parseUnsignedLong(id.substring(0, HEX_DIGITS_OF_A_LONG), 16);
    return CounterRandom.uniform(key, content) < share;
  }

  @Override
  public void close() {
    validation.unpersist();
  }
}
