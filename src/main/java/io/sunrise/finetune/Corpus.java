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
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The texts of the corpus that a teacher labels, and the vectors of their tokens. */
final class Corpus {
  /** Texts that are labelled for each one that is learned from, so that there is a choice. */
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

  /** All texts, about as long as the labelled ones; a line says so where that is several rows. */
  static CorpusTexts texts(StageRun run, LabelledRows labelled) {
    Dataset<Row> rows =
        Locations.reader(run.spark()).schema(Schemas.TOKEN_ROWS).parquet(tokens(run));
    CorpusTexts texts = CorpusTexts.like(labelled, rows);
    if (texts.rows() > 1) {
      run.console()
          .line(
              String.format(
                  Locale.ROOT,
                  "  labelled texts are as long as %d rows of the corpus, so a teacher labels texts"
                      + " of %d rows",
                  texts.rows(),
                  texts.rows()));
    }
    return texts;
  }

  /**
   * The texts to label, chosen by a hash: index and tokens.
   *
   * @param chosen how many of them are learned from
   */
  static Dataset<Row> candidates(CorpusTexts texts, int chosen, long seed) {
    return texts.chosen((long) CANDIDATES * chosen, key(seed));
  }

  /** The same texts in the driver's memory; those for fewer to learn from come first. */
  static TokenRows collected(CorpusTexts texts, int chosen, long seed) {
    TokenRows.Builder rows = new TokenRows.Builder();
    candidates(texts, chosen, seed).collectAsList().stream()
        .map(row -> new TokenRow(row.getLong(0), 0, Schemas.ids(row, 1)))
        .sorted(HashSample.order(key(seed), TokenRow::index))
        .forEach(rows::add);
    return rows.build();
  }

  /** Those of collected texts that are candidates for fewer to learn from. */
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
