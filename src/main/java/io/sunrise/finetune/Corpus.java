package io.sunrise.finetune;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.HashSample;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of the corpus that a teacher labels, and the vectors of their tokens. */
final class Corpus {
  /** Rows that are labelled for each one that is learned from, so that there is a choice. */
  private static final int CANDIDATES = 4;

  private Corpus() {}

  /**
   * Whether there are rows that the model can read; if not, a line says that no teacher labels any.
   */
  static boolean isThere(StageRun run) throws IOException {
    if (run.inputManifest("label").inputs().containsKey("pretrain")) {
      // A downloaded model's own tokenizer encoded the labelled rows; a corpus is of another run.
      return false;
    }
    if (!run.has("preprocess") || !run.fileSystem().exists(new Path(tokens(run)))) {
      run.console()
          .line(
              String.format(
                  "  %s: not there, so the classifier learns from the labelled rows alone; run"
                      + " preprocess for finetune.unlabelled-rows, or set it to 0",
                  tokens(run)));
      return false;
    }
    String corpus = run.inputManifest("preprocess").hash();
    String ofRows = run.inputManifest("label").inputs().getOrDefault("preprocess", corpus);
    if (!ofRows.equals(corpus)) {
      throw SunriseException.of(
          "%s was encoded by preprocess output %.12s, the rows of the corpus by %.12s; run pretrain"
              + " and label again",
          run.input("label"), ofRows, corpus);
    }
    return true;
  }

  private static String tokens(StageRun run) {
    return run.input("preprocess") + "/tokens";
  }

  /**
   * The rows to label, chosen by a hash: index and tokens.
   *
   * @param chosen how many of them are learned from
   */
  static Dataset<Row> candidates(StageRun run, int chosen, long seed) {
    Dataset<Row> rows =
        Locations.reader(run.spark())
            .schema(Schemas.TOKEN_ROWS)
            .parquet(tokens(run))
            .select(Schemas.INDEX, Schemas.TOKENS);
    return HashSample.keep(
        rows, (long) CANDIDATES * chosen, key(seed), List.of(Schemas.INDEX), List.of());
  }

  /** The same rows in the driver's memory; those for fewer rows to learn from come first. */
  static TokenRows collected(StageRun run, int chosen, long seed) {
    TokenRows.Builder rows = new TokenRows.Builder();
    candidates(run, chosen, seed).collectAsList().stream()
        .map(row -> new TokenRow(row.getLong(0), 0, Schemas.ids(row, 1)))
        .sorted(HashSample.order(key(seed), TokenRow::index))
        .forEach(rows::add);
    return rows.build();
  }

  /** Those of collected rows that are candidates for fewer rows to learn from. */
  static TokenRows first(TokenRows collected, int chosen) {
    long most = (long) CANDIDATES * chosen;
    return most >= collected.size()
        ? collected
        : collected.inOrder(IntStream.range(0, (int) most).toArray());
  }

  private static long key(long seed) {
    return CounterRandom.key(seed, "rows to label");
  }

  /** Those that pre-training counted. */
  static List<TokenVectors> vectors(StageRun run) throws IOException {
    List<TokenVectors> counted = new ArrayList<>();
    for (String name : List.of(TokenVectors.FILE, TokenVectors.PASSAGES_FILE)) {
      Path file = new Path(run.input("pretrain"), name);
      if (run.fileSystem().exists(file)) {
        long length = run.fileSystem().getFileStatus(file).getLen();
        try (InputStream in = run.fileSystem().open(file)) {
          counted.add(TokenVectors.read(in, length, file.toString()));
        }
      }
    }
    return counted;
  }
}
