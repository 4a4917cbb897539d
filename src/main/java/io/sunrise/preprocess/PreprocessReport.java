package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.not;

import io.sunrise.config.PreprocessSettings;
import io.sunrise.console.JobDescription;
import io.sunrise.data.Locations;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.OutputFiles;
import io.sunrise.data.Schemas;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reports kept and dropped documents: counts, shares, {@code dropped/}, {@code dropped-documents/}.
 */
record PreprocessReport(
    PreprocessSettings settings,
    FilterPipeline pipeline,
    WordCounts words,
    Vocabulary vocabulary,
    EncodedRows rows,
    long kept) {

  /** {@code of}: whether documents or rows were dropped. */
  private static final StructType DROPPED =
      new StructType()
          .add(Schemas.REASON, DataTypes.StringType, false)
          .add("of", DataTypes.StringType, false)
          .add("count", DataTypes.LongType, false);

  private static final int FREQUENT_TOKENS = 20;
  private static final String TOKEN = "token";

  private record Drop(String reason, String of, long count) {}

  void note(StageRun run) {
    SparkContext context = run.spark().sparkContext();
    TokenTotals written = JobDescription.step(context, "reading rows back", () -> written(run));
    requireNothingLost(written);
    run.count("documents", pipeline.documents());
    for (Drop drop : drops()) {
      run.count("dropped." + drop.reason, drop.count);
    }
    run.count("rows", written.rows());
    run.count("tokens", written.tokens());
    run.count("vocabulary", vocabulary.tokens().size());
    shares(written).forEach(run::value);
    run.value(
        "frequentTokens",
        JobDescription.step(context, "frequent tokens", () -> frequentTokens(run)));
    writeDropped(run);
    writeDroppedDocuments(run);
  }

  private List<Drop> drops() {
    List<Drop> drops = new ArrayList<>();
    pipeline
        .droppedByReason()
        .forEach((reason, count) -> drops.add(new Drop(reason, "documents", count)));
    drops.add(new Drop("row shorter than min-tokens", "rows", rows.shortRows()));
    drops.add(new Drop("row left out by max-rows", "rows", rows.keptRows(0) - kept));
    return drops;
  }

  private TokenTotals written(StageRun run) {
    return TokenTotals.of(
        Locations.reader(run.spark()).schema(Schemas.TOKEN_ROWS).parquet(run.output("tokens")),
        vocabulary.tokenizer().special());
  }

  private void requireNothingLost(TokenTotals written) {
    long wanted = rows.keptRows(settings.maxRows());
    if (kept != wanted || written.rows() != wanted) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "rows were lost: %d to write, %d written, %d read back",
              wanted,
              kept,
              written.rows()));
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

  /**
   * The most frequent tokens, without special tokens, with their counts; ties are ordered by id.
   */
  private List<Map<String, Object>> frequentTokens(StageRun run) {
    SpecialTokens special = vocabulary.tokenizer().special();
    return Locations.reader(run.spark())
        .schema(Schemas.TOKEN_ROWS)
        .parquet(run.output("tokens"))
        .select(explode(col(Schemas.TOKENS)).as(TOKEN))
        .filter(not(col(TOKEN).isin(special.cls(), special.sep())))
        .groupBy(TOKEN)
        .count()
        .orderBy(col("count").desc(), col(TOKEN))
        .limit(FREQUENT_TOKENS)
        .collectAsList()
        .stream()
        .map(
            row ->
                Map.<String, Object>of(
                    TOKEN, vocabulary.tokens().get(row.getInt(0)), "count", row.getLong(1)))
        .toList();
  }

  private void writeDropped(StageRun run) {
    List<Row> counts = new ArrayList<>();
    for (Drop drop : drops()) {
      counts.add(RowFactory.create(drop.reason, drop.of, drop.count));
    }
    Dataset<Row> dropped = run.spark().createDataFrame(counts, DROPPED);
    JobDescription.step(
        run.spark().sparkContext(),
        "writing reasons",
        () -> OrderedParquet.write(dropped, DROPPED, run.output("dropped"), 1));
  }

  private void writeDroppedDocuments(StageRun run) {
    if (settings.keepDropped()) {
      long documents =
          pipeline.droppedByReason().values().stream().mapToLong(Long::longValue).sum();
      SparkStep.run(
          run,
          "writing dropped documents",
          () ->
              OrderedParquet.writeAll(
                  pipeline.dropped(),
                  documents,
                  FilterPipeline.SCHEMA,
                  run.output("dropped-documents"),
                  OutputFiles.DOCUMENTS.of(settings.outputFiles(), documents)));
    }
  }
}
