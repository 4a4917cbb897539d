package io.sunrise.preprocess;

import io.sunrise.SunriseException;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.data.HashSample;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.Schemas;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import io.sunrise.text.PreTokenizer;
import io.sunrise.text.TextCleaner;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Makes {@code tokens/} and the tokenizer of {@code documents/}. */
public final class PreprocessStage implements Stage {
  private final PreprocessSettings settings;
  private final long seed;

  public PreprocessStage(PreprocessSettings settings, long seed) {
    this.settings = settings;
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
    return settings.tokenizer().file().stream().toList();
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
    TextCleaner cleaner = new TextCleaner(settings.cleaning().steps());
    try (Screening screening = Screening.of(documents, steps(cleaner), run)) {
      Dataset<Row> texts = screening.kept();
      Optional<Vocabulary> given = Vocabulary.given(settings, run);
      WordCounts words = countWords(texts, given, run);
      Vocabulary vocabulary =
          given.isPresent() ? given.get() : Vocabulary.train(words, settings, run);
      vocabulary.write(cleaner, run);
      try (TokenRows rows = TokenRows.encode(texts, vocabulary, settings, run)) {
        long kept = SparkStep.run(run, "writing rows", () -> write(rows, run));
        new PreprocessReport(settings, screening, words, vocabulary, rows, kept).note(run);
      }
      Example.of(documents, vocabulary, run).note(run);
    }
  }

  /** What drops documents, one after the other. */
  private List<DocumentStep> steps(TextCleaner cleaner) {
    return List.of(
        new CleanDocuments(
            cleaner, settings.filters(), settings.cleaning().boilerplateMinDocuments()),
        new ExactCopies());
  }

  /** Nothing is learned beside a given vocabulary, only the total told. */
  private WordCounts countWords(Dataset<Row> texts, Optional<Vocabulary> given, StageRun run) {
    return given.isPresent()
        ? WordCounts.of(texts, given.get().tokenizer().preTokenizer(), Long.MAX_VALUE, run)
        : WordCounts.of(
            texts,
            PreTokenizer.of(settings.tokenizer()),
            Vocabulary.rarestLearned(settings.tokenizer()),
            run);
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
