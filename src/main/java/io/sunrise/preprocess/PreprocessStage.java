package io.sunrise.preprocess;

import io.sunrise.SunriseException;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.config.DecontaminationSettings;
import io.sunrise.config.NearDuplicateSettings;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.console.JobDescription;
import io.sunrise.data.HashSample;
import io.sunrise.data.Locations;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.OutputFiles;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.SourceCheck;
import io.sunrise.preprocess.duplicates.Decontamination;
import io.sunrise.preprocess.duplicates.NearDuplicates;
import io.sunrise.preprocess.duplicates.SearchAccuracy;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.PreTokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Creates {@code tokens/} and the tokenizer from {@code documents/}. */
public final class PreprocessStage implements Stage {
  private final PreprocessSettings settings;
  private final ReadLimits limits;
  private final long seed;

  /**
   * @param limits limits for reading test texts
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
    return Stream.concat(
            settings.tokenizer().file().stream(),
            Decontamination.paths(settings.decontamination()).stream())
        .toList();
  }

  @Override
  public Object settings() {
    return Map.of("preprocess", settings, "limits", limits);
  }

  @Override
  public void check(StageCheck check) {
    check.require(this::requireRoomForShortestRow);
    check.require(() -> Vocabulary.requirePossible(settings.tokenizer()));
    check.require(() -> Vocabulary.given(settings, check.spark()));
    check.require(() -> Decontamination.checkSettings(settings.decontamination()));
    SourceCheck sources = new SourceCheck(check.spark(), limits);
    Decontamination.sources(settings.decontamination())
        .forEach(source -> check.source(sources, source));
  }

  @Override
  public void run(StageRun run) throws IOException {
    requireRoomForShortestRow();
    Dataset<Row> documents =
        Locations.reader(run.spark())
            .schema(Schemas.DOCUMENTS)
            .parquet(run.input("collect") + "/documents");
    TextCleaner cleaner = new TextCleaner(settings.cleaning().steps());
    try (FilterPipeline pipeline =
        FilterPipeline.of(documents, steps(cleaner, run), settings, run)) {
      Dataset<Row> texts = pipeline.kept();
      measureNearCopies(texts, run);
      Optional<Vocabulary> present = Vocabulary.present(settings, run);
      WordCounts words = countWords(texts, present, run);
      Vocabulary vocabulary =
          present.isPresent() ? present.get() : Vocabulary.train(words, settings, run);
      vocabulary.write(cleaner, run);
      try (EncodedRows rows = EncodedRows.encode(texts, vocabulary, settings, run)) {
        long kept = SparkStep.run(run, "writing rows", () -> write(rows, run));
        new PreprocessReport(settings, pipeline, words, vocabulary, rows, kept).note(run);
      }
      advise(texts, pipeline.documents(), vocabulary, run);
      JobDescription.step(
              run.spark().sparkContext(), "example", () -> Example.of(documents, vocabulary, run))
          .note(run);
    }
  }

  private void advise(Dataset<Row> texts, long documents, Vocabulary vocabulary, StageRun run) {
    List<String> sample =
        JobDescription.step(
            run.spark().sparkContext(),
            "sampling texts",
            () -> TokenizerAdvice.sample(texts, documents, seed));
    TokenizerAdvice.print(sample, settings.tokenizer(), vocabulary.tokenizer(), run.console());
  }

  /** The steps that drop documents, in order. */
  private List<DocumentStep> steps(TextCleaner cleaner, StageRun run) {
    List<DocumentStep> steps = new ArrayList<>();
    steps.add(
        new CleanDocuments(
            cleaner, settings.filters(), settings.cleaning().boilerplateMinDocuments()));
    steps.add(new ExactCopies());
    DecontaminationSettings tests = settings.decontamination();
    if (!tests.sources().isEmpty()) {
      steps.add(
          new SearchStep(
              "looking for test texts",
              Decontamination.reasons(tests),
              texts -> Decontamination.search(texts, tests, cleaner, limits, seed, run)));
    }
    if (settings.nearDuplicates().enabled()) {
      steps.add(
          new SearchStep(
              "finding near copies",
              List.of(NearDuplicates.REASON),
              texts -> NearDuplicates.search(texts, settings.nearDuplicates(), run)));
    }
    return steps;
  }

  private void measureNearCopies(Dataset<Row> texts, StageRun run) {
    NearDuplicateSettings near = settings.nearDuplicates();
    if (near.enabled() && near.plantedCopies() > 0) {
      SearchAccuracy.measure(texts, near, seed, run);
    }
  }

  /**
   * With a vocabulary that is there already only the total number of words is counted, for the
   * report.
   */
  private WordCounts countWords(Dataset<Row> texts, Optional<Vocabulary> present, StageRun run) {
    return present.isPresent()
        ? WordCounts.of(texts, present.get().tokenizer().preTokenizer(), Long.MAX_VALUE, run)
        : WordCounts.of(
            texts,
            PreTokenizer.of(settings.tokenizer()),
            Vocabulary.rarestLearned(settings.tokenizer()),
            run);
  }

  private void requireRoomForShortestRow() {
    int longest = settings.maxTokens() - EncodedRows.SPECIAL_TOKENS;
    if (settings.minTokens() > longest) {
      throw SunriseException.of(
          "preprocess.min-tokens is %d, but a row of max-tokens = %d has room for %d besides [CLS]"
              + " and [SEP]; lower min-tokens",
          settings.minTokens(), settings.maxTokens(), longest);
    }
  }

  private long write(EncodedRows rows, StageRun run) {
    Dataset<Row> sample =
        HashSample.keep(
            rows.longEnough(),
            settings.maxRows(),
            seed,
            List.of(Schemas.ID, Schemas.PART),
            List.of());
    int files =
        OutputFiles.TOKEN_ROWS.of(settings.outputFiles(), rows.keptRows(settings.maxRows()));
    return OrderedParquet.write(sample, Schemas.TOKEN_ROWS, run.output("tokens"), files);
  }
}
