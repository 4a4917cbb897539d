package io.sunrise.label;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.sunrise.console.JobDescription;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Reports how much of the labelled texts the tokenizer does not know, and how many are cut. */
final class EncodedTexts {
  /** Of texts like those that the tokenizer was trained on, well below a percent is unknown. */
  private static final double MANY = 0.1;

  private static final int FRAME = 2;

  private EncodedTexts() {}

  /**
   * Counts the tokens of the parts that were written.
   *
   * @param maxTokens of a text that are read
   */
  static void report(StageRun run, SpecialTokens special, int maxTokens) {
    String[] parts =
        Stream.of(Part.values()).map(part -> run.output(part.folder())).toArray(String[]::new);
    Row sums =
        JobDescription.step(
            run.spark().sparkContext(),
            "counting unknown tokens and long texts",
            () ->
                Locations.reader(run.spark())
                    .schema(Schemas.LABELLED_ROWS)
                    .parquet(parts)
                    .agg(
                        sum(size(filter(col(Schemas.TOKENS), id -> id.equalTo(special.unk())))),
                        sum(size(col(Schemas.TOKENS)).minus(FRAME)),
                        sum(when(size(col(Schemas.TOKENS)).geq(maxTokens), 1).otherwise(0)),
                        count(lit(1)))
                    .first());
    reportUnknown(run, sums);
    reportCut(run, sums, maxTokens);
  }

  private static void reportUnknown(StageRun run, Row sums) {
    double share = (double) sums.getLong(0) / Math.max(1, sums.getLong(1));
    run.value("unknownShare", share);
    run.console()
        .line(
            String.format(
                Locale.ROOT,
                "  %.1f %% of the tokens of the labelled texts are unknown to the tokenizer%s",
                100 * share,
                share > MANY
                    ? "; give collect text like them, or set preprocess.tokenizer.type = bpe, to"
                        + " which no text is unknown"
                    : ""));
  }

  private static void reportCut(StageRun run, Row sums, int maxTokens) {
    run.value("cutTexts", sums.getLong(2));
    if (sums.getLong(2) > 0) {
      run.console()
          .line(
              String.format(
                  Locale.ROOT,
                  "  %,d of %,d labelled texts have %,d tokens or more and are cut there; set"
                      + " label.max-tokens to read more",
                  sums.getLong(2),
                  sums.getLong(3),
                  maxTokens));
    }
  }
}
