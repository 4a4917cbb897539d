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
import io.sunrise.data.read.SourceRows.Tally;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageCheck;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    check.require(this::requireIncrementalPossible);
    check.require(() -> new Quotas(settings));
    SourceCheck sources = new SourceCheck(check.spark(), ReadLimits.of(settings));
    for (CollectedSource source : settings.sources()) {
      check.source(sources, Source.ofTexts(source));
    }
  }

  @Override
  public void run(StageRun run) throws IOException {
    requireSources();
    requireIncrementalPossible();
    Quotas quotas = new Quotas(settings);
    EarlierRows earlier = EarlierRows.of(run, settings);
    try (SourceRows rows = read(earlier.toRead(), run)) {
      List<Tally> tallies = new ArrayList<>(rows.tallies());
      tallies.addAll(earlier.tallies());
      CollectReport report = CollectReport.of(tallies, settings);
      OrderedParquet.writeRejected(
          earlier.withRejected(rows.rejected()), report.rejectedRows(), run.output("rejected"));
      RejectedShare.require(rows, ReadLimits.of(settings), Optional.of(run.output("rejected")));
      Map<String, Amount> kept =
          new Documents(settings, seed).write(rows, earlier, report.usable(), quotas, run);
      CollectReport whole = report.withKept(kept);
      whole.show(quotas.requested(), run);
      whole.count(run);
      earlier.record();
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

  /** What was kept of a sample does not say what a sample of more would keep. */
  private void requireIncrementalPossible() {
    for (CollectedSource source : settings.sources()) {
      if (source.incremental()) {
        refuse(source, "is generated", source.source().path().isEmpty());
        refuse(source, "has a weight", source.weight().isPresent());
        refuse(source, "has an id-field", source.idField().isPresent());
        refuse(source, "has max-documents", source.maxDocuments() > 0);
        refuse(source, "is limited by collect.max-documents", settings.maxDocuments() > 0);
      }
    }
  }

  private static void refuse(CollectedSource source, String reason, boolean applies) {
    if (applies) {
      throw SunriseException.of(
          "%s: incremental = true, and it %s, which needs all rows at once; leave one of the two"
              + " out",
          source.name(), reason);
    }
  }

  private SourceRows read(List<Source> sources, StageRun run) {
    if (sources.isEmpty()) {
      return SourceRows.none(run.spark());
    }
    return SparkStep.run(
        run,
        "reading " + (sources.size() == 1 ? sources.get(0).name() : sources.size() + " sources"),
        () -> SourceRows.read(run.spark(), sources, seed, ReadLimits.of(settings)),
        read -> read.keptRows() + read.rejectedRows());
  }
}
