package io.sunrise.cooccurrence;

import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures counting and reducing, of near tokens and of passages: {@code CooccurrenceBench TOKENS
 * VOCABULARY COPIES}, where TOKENS is the folder {@code preprocess/tokens} of a workspace, whose
 * rows are counted COPIES times.
 */
public final class CooccurrenceBench {
  private static final int WINDOW = 20;
  private static final int CONTEXTS = 8192;
  private static final int WIDTH = 128;
  private static final int ROW_TOKENS = 50;

  private CooccurrenceBench() {}

  public static void main(String[] args) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      Dataset<Row> once = Locations.reader(spark).schema(Schemas.TOKEN_ROWS).parquet(args[0]);
      Dataset<Row> rows = once;
      for (int copy = 1; copy < Integer.parseInt(args[2]); copy++) {
        rows = rows.union(once);
      }
      int vocabulary = Integer.parseInt(args[1]);
      measure("near", rows, vocabulary, counts -> counts.countPairs(WINDOW, CONTEXTS));
      Optional<Dataset<Row>> passages = Passages.of(rows, ROW_TOKENS);
      if (passages.isPresent()) {
        measure(
            "passages", passages.get(), vocabulary, counts -> counts.countPairsOfRows(CONTEXTS));
      }
    }
  }

  private static void measure(
      String what, Dataset<Row> rows, int vocabulary, Consumer<Cooccurrence> count) {
    long start = System.nanoTime();
    try (Cooccurrence counts = new Cooccurrence(rows, vocabulary, SpecialTokens.FIRST)) {
      print(what + ": counting " + counts.tokens() + " tokens", start);
      long pairs = System.nanoTime();
      count.accept(counts);
      print(what + ": counting pairs", pairs);
      long reducing = System.nanoTime();
      ReducedVectors.of(counts, WIDTH, 0.5, 1);
      print(what + ": reducing", reducing);
    }
    print(what + ": all", start);
  }

  private static void print(String what, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(String.format(Locale.ROOT, "%s: %.1f s", what, seconds));
  }
}
