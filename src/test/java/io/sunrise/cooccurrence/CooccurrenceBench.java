package io.sunrise.cooccurrence;

import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures counting and reducing: {@code CooccurrenceBench TOKENS VOCABULARY COPIES}, where TOKENS
 * is the folder {@code preprocess/tokens} of a workspace, whose rows are counted COPIES times.
 */
public final class CooccurrenceBench {
  private static final int WINDOW = 20;
  private static final int CONTEXTS = 8192;
  private static final int WIDTH = 128;

  private CooccurrenceBench() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Dataset<Row> once = Locations.reader(spark).schema(Schemas.TOKEN_ROWS).parquet(args[0]);
      Dataset<Row> rows = once;
      for (int copy = 1; copy < Integer.parseInt(args[2]); copy++) {
        rows = rows.union(once);
      }
      long start = System.nanoTime();
      try (Cooccurrence counts =
          new Cooccurrence(rows, Integer.parseInt(args[1]), SpecialTokens.FIRST)) {
        print("counting " + counts.tokens() + " tokens", start);
        long pairs = System.nanoTime();
        counts.countPairs(WINDOW, CONTEXTS);
        print("counting pairs", pairs);
        long reducing = System.nanoTime();
        ReducedVectors.of(counts, WIDTH, 0.5, 1);
        print("reducing", reducing);
      }
      print("all", start);
    }
  }

  private static void print(String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(String.format(Locale.ROOT, "%s: %.1f s", what, seconds));
  }
}
