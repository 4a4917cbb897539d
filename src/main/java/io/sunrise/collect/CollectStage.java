package io.sunrise.collect;

import io.sunrise.SunriseException;
import io.sunrise.collect.CollectReport.Amount;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.RejectedShare;
import io.sunrise.data.read.Source;
import io.sunrise.data.read.SourceCheck;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads every source into {@code documents/}, and unusable rows into {@code rejected/}. */
public final class CollectStage implements Stage {
  private final CollectSettings settings;
  private final long seed;

  public CollectStage(CollectSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  @Override
  public String name() {
    return "collect";
  }

  @Override
  public List<String> upstream() {
    return List.of();
  }

  @Override
  public List<String> externalInputs() {
    return settings.sources().stream().flatMap(source -> source.source().path().stream()).toList();
  }

  @Override
  public Object settings() {
    return Map.of("collect", settings);
  }

  @Override
  public void check(StageCheck check) {
    check.require(this::requireSources);
    check.require(() -> new Quotas(settings));
    SourceCheck sources = new SourceCheck(check.spark(), ReadLimits.of(settings));
    for (CollectedSource source : settings.sources()) {
      check.source(sources, Source.ofTexts(source));
    }
  }

  @Override
  public void run(StageRun run) {
    requireSources();
    Quotas quotas = new Quotas(settings);
    try (SourceRows rows = read(run)) {
      CollectReport report = CollectReport.of(rows.tallies(), settings);
      writeRejected(rows, run);
      RejectedShare.require(rows, ReadLimits.of(settings), run.output("rejected"));
      Map<String, Amount> kept =
          new Documents(settings, seed).write(rows, report.usable(), quotas, run);
      CollectReport whole = report.withKept(kept);
      whole.show(quotas.requested(), run);
      whole.count(run);
    }
  }

  private void requireSources() {
    if (settings.sources().isEmpty()) {
      throw new SunriseException(
          "collect.sources is empty; name at least one source, such as"
              + " collect.sources=[{type=text, path=\"corpus\"}]");
    }
    // Counts, licences and ids are assigned by name.
    Set<String> names = new HashSet<>();
    for (CollectedSource source : settings.sources()) {
      if (!names.add(source.name())) {
        throw SunriseException.of(
            "collect.sources: two are named %s; give one of them a title, or leave it out",
            source.name());
      }
    }
  }

  private SourceRows read(StageRun run) {
    List<Source> sources = settings.sources().stream().map(Source::ofTexts).toList();
    return SparkStep.run(
        run,
        "reading " + sources(settings.sources()),
        () -> SourceRows.read(run.spark(), sources, seed, ReadLimits.of(settings)),
        read -> read.keptRows() + read.rejectedRows());
  }

  private static String sources(List<CollectedSource> sources) {
    return sources.size() == 1 ? sources.get(0).name() : sources.size() + " sources";
  }

  private static void writeRejected(SourceRows rows, StageRun run) {
    OrderedParquet.writeRejected(rows.rejected(), rows.rejectedRows(), run.output("rejected"));
  }
}
