package io.sunrise.preprocess;

import io.sunrise.config.PreprocessSettings;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.Schemas;
import io.sunrise.preprocess.duplicates.Sifted;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What became of the documents: counts, shares, and {@code dropped/}. */
record PreprocessReport(
    PreprocessSettings settings,
    CleanTexts texts,
    List<Sifted> sifted,
    WordCounts words,
    Vocabulary vocabulary,
    TokenRows rows,
    long kept) {

  /** {@code of}: whether documents or rows were dropped. */
  private static final StructType DROPPED =
      new StructType()
          .add(Schemas.REASON, DataTypes.StringType, false)
          .add("of", DataTypes.StringType, false)
          .add("count", DataTypes.LongType, false);

  private record Drop(String reason, String of, long count) {}

  void note(StageRun run) {
    TokenTotals written = written(run);
    requireNothingLost(written);
    run.count("documents", texts.documents());
    for (Drop drop : drops()) {
      run.count("dropped." + drop.reason, drop.count);
    }
    run.count("rows", written.rows());
    run.count("tokens", written.tokens());
    run.count("vocabulary", vocabulary.tokens().size());
    shares(written).forEach(run::value);
    writeDropped(run);
  }

  private List<Drop> drops() {
    List<Drop> drops = new ArrayList<>();
    drops.add(new Drop("empty after cleaning", "documents", texts.empty()));
    drops.add(new Drop("copy of another document", "documents", texts.copies()));
    for (Sifted step : sifted) {
      step.counts().forEach((reason, n) -> drops.add(new Drop(reason, "documents", n)));
    }
    drops.add(new Drop("row shorter than min-tokens", "rows", rows.shortRows()));
    drops.add(new Drop("row left out by max-rows", "rows", longRows() - kept));
    return drops;
  }

  private long longRows() {
    return rows.all().rows() - rows.shortRows();
  }

  private TokenTotals written(StageRun run) {
    return TokenTotals.of(
        run.spark().read().schema(Schemas.TOKEN_ROWS).parquet(run.output("tokens")));
  }

  private void requireNothingLost(TokenTotals written) {
    long wanted = settings.maxRows() == 0 ? longRows() : Math.min(longRows(), settings.maxRows());
    if (kept != wanted || written.rows() != wanted) {
      throw new IllegalStateException(
          String.format(
              "rows were lost: %d to write, %d written, %d read back",
              wanted, kept, written.rows()));
    }
  }

  private Map<String, Object> shares(TokenTotals written) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("shape", List.of(written.rows(), settings.maxTokens()));
    values.put("meanFill", (double) written.tokens() / written.rows() / settings.maxTokens());
    values.put("unknownShare", (double) written.unknown() / written.content());
    values.put("words", words.words());
    values.put("tokensPerWord", (double) rows.all().content() / words.words());
    return values;
  }

  private void writeDropped(StageRun run) {
    List<Row> counts = new ArrayList<>();
    for (Drop drop : drops()) {
      counts.add(RowFactory.create(drop.reason, drop.of, drop.count));
    }
    Dataset<Row> dropped = run.spark().createDataFrame(counts, DROPPED);
    OrderedParquet.write(dropped, DROPPED, run.output("dropped"), 1);
  }
}
