package io.sunrise.preprocess;

import io.sunrise.SunriseException;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.data.HashSample;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.preprocess.duplicates.Decontamination;
import io.sunrise.preprocess.duplicates.NearDuplicates;
import io.sunrise.preprocess.duplicates.Sifted;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes {@code tokens/} and the tokenizer of {@code documents/}. */
public final class PreprocessStage implements Stage {
  private final PreprocessSettings settings;
  private final ReadLimits limits;
  private final long seed;

  /**
   * @param limits of the readers of test texts
   */
  public PreprocessStage(PreprocessSettings settings, ReadLimits limits, long seed) {
    this.settings = settings;
    this.limits = limits;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "preprocess";
  }

  @Override
  public List<String> upstream() {
    return List.of("collect");
  }

  @Override
  public List<String> externalInputs() {
    return Decontamination.paths(settings.decontamination());
  }

  @Override
  public PreprocessSettings settings() {
    return settings;
  }

  @Override
  public void run(StageRun run) throws IOException {
    requireRoomForShortestRow();
    Dataset<Row> documents =
        run.spark().read().schema(Schemas.DOCUMENTS).parquet(run.input("collect") + "/documents");
    try (CleanTexts texts = CleanTexts.of(documents, run);
        Sifted untested =
            Decontamination.sift(texts.rows(), settings.decontamination(), limits, seed, run);
        Sifted distinct = NearDuplicates.sift(untested.kept(), settings.nearDuplicates(), run)) {
      Dataset<Row> kept = distinct.kept();
      WordCounts words = WordCounts.of(kept, settings.tokenizer(), run);
      Vocabulary vocabulary = Vocabulary.train(words, settings, run);
      vocabulary.write(run);
      try (TokenRows rows = TokenRows.encode(kept, vocabulary, settings, run)) {
        long written = SparkStep.run(run, "writing rows", () -> write(rows, run));
        new PreprocessReport(
                settings, texts, List.of(untested, distinct), words, vocabulary, rows, written)
            .note(run);
      }
      Example.of(documents, vocabulary, run).note(run);
    }
  }

  private void requireRoomForShortestRow() {
    int longest = settings.maxTokens() - TokenRows.SPECIAL_TOKENS;
    if (settings.minTokens() > longest) {
      throw SunriseException.of(
          "preprocess.min-tokens is %d, but a row of max-tokens = %d holds %d at most beside [CLS]"
              + " and [SEP]; lower min-tokens",
          settings.minTokens(), settings.maxTokens(), longest);
    }
  }

  private long write(TokenRows rows, StageRun run) {
    Dataset<Row> sample =
        HashSample.keep(
            rows.longEnough(),
            settings.maxRows(),
            seed,
            List.of(Schemas.ID, Schemas.PART),
            List.of());
    return OrderedParquet.write(
        sample, Schemas.TOKEN_ROWS, run.output("tokens"), settings.outputFiles());
  }
}
