package io.sunrise.label;

import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.config.LabelSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.console.JobDescription;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceCheck;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageCheck.Level;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Splits labelled sources into {@code train/}, {@code validation/} and {@code test/}. */
public final class LabelStage implements Stage {
  private final LabelSettings settings;
  private final ReadLimits limits;
  private final int maxTokens;
  private final long seed;

  /**
   * @param limits of the readers
   * @param maxTokens ids in a row, including [CLS] and [SEP]; longer texts are truncated
   */
  public LabelStage(LabelSettings settings, ReadLimits limits, int maxTokens, long seed) {
    this.settings = settings;
    this.limits = limits;
    this.maxTokens = maxTokens;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "label";
  }

  @Override
  public List<String> upstream() {
    return List.of("preprocess");
  }

  @Override
  public List<String> externalInputs() {
    return Stream.concat(settings.sources().stream(), settings.testSources().stream())
        .flatMap(source -> source.source().path().stream())
        .distinct()
        .toList();
  }

  @Override
  public Object settings() {
    return Map.of("label", settings, "limits", limits, "preprocess.max-tokens", maxTokens);
  }

  /** Reads all labelled rows, as what is wrong with them would be known only after pretrain. */
  @Override
  public void check(StageCheck check) {
    int before = check.findings().size();
    check.require(this::requireSources);
    SourceCheck sources = new SourceCheck(check.spark(), limits);
    Stream.concat(settings.sources().stream(), settings.testSources().stream())
        .forEach(each -> check.source(sources, source(each)));
    if (check.findings().stream().skip(before).allMatch(f -> f.level() == Level.OK)) {
      check.require(() -> new LabelCheck(settings, limits, seed).require(check));
    }
  }

  @Override
  public void run(StageRun run) throws IOException {
    requireSources();
    try (SourceRows rows = read("reading", settings.sources(), seed, run);
        SourceRows testRows = readTest(run)) {
      run.count("read", read(rows) + read(testRows));
      writeRejected(rows, testRows, run);
      try (LabelledTexts texts = LabelledTexts.of(rows, run);
          LabelledTexts testTexts = testRows == null ? null : LabelledTexts.of(testRows, run)) {
        try (Split split = split(texts, testTexts, run)) {
          split.requireEveryPart();
          split.report(run);
          split.labels().write(run);
          new PartWriter(split.labels(), maxTokens, settings.outputFiles()).write(split, run);
          UnknownTokens.report(run);
        }
      }
    }
  }

  private Split split(LabelledTexts texts, LabelledTexts testTexts, StageRun run) {
    Splitter splitter = new Splitter(settings, seed, run);
    return JobDescription.step(
        run.spark().sparkContext(),
        "splitting",
        () -> testTexts == null ? splitter.split(texts) : splitter.split(texts, testTexts));
  }

  private void requireSources() {
    if (settings.sources().isEmpty()) {
      throw new SunriseException(
          "label.sources is empty; name at least one source, such as"
              + " label.sources=[{type=csv, path=\"labelled.csv\"}]");
    }
    if (settings.testSources().isEmpty()
        && settings.validationShare() + settings.testShare() >= 1) {
      throw SunriseException.of(
          "label.validation-share %s and label.test-share %s leave no row to train on; together"
              + " they must be below 1",
          settings.validationShare(), settings.testShare());
    }
  }

  private SourceRows readTest(StageRun run) {
    return settings.testSources().isEmpty()
        ? null
        : read("reading test", settings.testSources(), CounterRandom.key(seed, "test"), run);
  }

  /**
   * @param textSeed of generated texts, different for the test part
   */
  private SourceRows read(
      String title, List<LabelledSource> labelled, long textSeed, StageRun run) {
    List<Source> sources = labelled.stream().map(LabelStage::source).toList();
    return SparkStep.run(
        run,
        title + " sources",
        () -> SourceRows.read(run.spark(), sources, textSeed, limits),
        LabelStage::read);
  }

  static Source source(LabelledSource labelled) {
    return Source.ofLabelled(labelled.source(), labelled.labelField());
  }

  private static long read(SourceRows rows) {
    return rows == null ? 0 : rows.keptRows() + rows.rejectedRows();
  }

  private static void writeRejected(SourceRows rows, SourceRows testRows, StageRun run) {
    var rejected = rows.rejected();
    long count = rows.rejectedRows();
    if (testRows != null) {
      rejected = rejected.unionByName(testRows.rejected());
      count += testRows.rejectedRows();
    }
    run.count("rejected", count);
    for (SourceRows each : testRows == null ? List.of(rows) : List.of(rows, testRows)) {
      each.tallies()
          .forEach(
              tally -> tally.reason().ifPresent(r -> run.count("rejected." + r, tally.rows())));
    }
    OrderedParquet.writeRejected(rejected, count, run.output("rejected"));
  }
}
