package io.sunrise.label;

import io.sunrise.SunriseException;
import io.sunrise.config.LabelSettings;
import io.sunrise.console.JobDescription;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceCheck;
import io.sunrise.model.ModelFolder;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageCheck.Level;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.TextEncoder;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Splits labelled sources into {@code train/}, {@code validation/} and {@code test/}. */
public final class LabelStage implements Stage {
  private final LabelSettings settings;
  private final ReadLimits limits;
  private final LongestText longest;
  private final String tokenizerStage;
  private final long seed;

  /**
   * @param limits of the readers
   * @param tokenizerStage the stage whose tokenizer encodes the rows
   */
  public LabelStage(
      LabelSettings settings,
      ReadLimits limits,
      LongestText longest,
      String tokenizerStage,
      long seed) {
    this.settings = settings;
    this.limits = limits;
    this.longest = longest;
    this.tokenizerStage = tokenizerStage;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "label";
  }

  @Override
  public List<String> upstream() {
    return List.of(tokenizerStage);
  }

  @Override
  public List<String> externalInputs() {
    return LabelledInput.sources(settings).values().stream()
        .flatMap(List::stream)
        .flatMap(source -> source.source().path().stream())
        .distinct()
        .toList();
  }

  @Override
  public Object settings() {
    return Map.of("label", settings, "limits", limits, "longest", longest.settings());
  }

  /** Reads all labelled rows, as what is wrong with them would be known only after pretrain. */
  @Override
  public void check(StageCheck check) {
    int before = check.findings().size();
    check.require(this::requireSources);
    check.require(() -> longest.tokens(hadoop(check.spark())));
    SourceCheck sources = new SourceCheck(check.spark(), limits);
    LabelledInput.sources(settings).values().stream()
        .flatMap(List::stream)
        .forEach(each -> check.source(sources, Source.ofLabelled(each)));
    if (check.findings().stream().skip(before).allMatch(f -> f.level() == Level.OK)) {
      check.require(() -> new LabelCheck(settings, limits, seed).require(check));
    }
  }

  @Override
  public void run(StageRun run) throws IOException {
    requireSources();
    int maxTokens = longest.tokens(hadoop(run.spark()));
    TextEncoder encoder =
        ModelFolder.encoder(run.fileSystem(), run.input(tokenizerStage), maxTokens)
            .withMaxTokens(maxTokens);
    try (LabelledInput input = read(run)) {
      input.reportRejected(run);
      input.requireFewRejected(limits, Optional.of(run.output("rejected")));
      try (LabelledTexts texts = LabelledTexts.of(input.rows(), encoder.cleaner(), run);
          Split split = split(texts, run)) {
        split.requireEveryPart();
        split.report(run);
        split.labels().write(run, maxTokens);
        SimilarLabels.warnings(split.labels().words())
            .forEach(line -> run.console().line("  warning: " + line));
        new PartWriter(split.labels(), encoder, settings.outputFiles()).write(split, run);
        EncodedTexts.report(run, encoder.tokenizer().special(), maxTokens);
      }
    }
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sparkContext().hadoopConfiguration();
  }

  private LabelledInput read(StageRun run) {
    return LabelledInput.read(
        settings,
        limits,
        seed,
        run.spark(),
        (title, reading) ->
            SparkStep.run(run, title, reading, rows -> rows.keptRows() + rows.rejectedRows()));
  }

  private Split split(LabelledTexts texts, StageRun run) {
    Splitter splitter = new Splitter(settings, seed, run);
    return JobDescription.step(
        run.spark().sparkContext(), "splitting", () -> splitter.split(texts));
  }

  private void requireSources() {
    if (settings.sources().isEmpty()) {
      throw new SunriseException(
          "label.sources is empty; name at least one source, such as"
              + " label.sources=[{type=csv, path=\"labelled.csv\"}]");
    }
    if (LabelledInput.sources(settings).size() == 1
        && settings.validationShare() + settings.testShare() >= 1) {
      throw SunriseException.of(
          "label.validation-share %s and label.test-share %s leave no row to train on; together"
              + " they must be below 1",
          settings.validationShare(), settings.testShare());
    }
  }
}
