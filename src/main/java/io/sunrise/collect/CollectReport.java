package io.sunrise.collect;

import io.sunrise.data.read.SourceRows.Tally;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came from where. */
record CollectReport(List<FromSource> sources) {

  /**
   * What one source gave.
   *
   * @param rejected rows by reason
   */
  record FromSource(String source, long read, long kept, Map<String, Long> rejected) {}

  static CollectReport of(List<Tally> tallies) {
    Map<String, FromSource> sources = new TreeMap<>();
    for (Tally tally : tallies) {
      FromSource before =
          sources.getOrDefault(
              tally.source(), new FromSource(tally.source(), 0, 0, new TreeMap<>()));
      tally.reason().ifPresent(reason -> before.rejected.merge(reason, tally.rows(), Long::sum));
      long kept = tally.reason().isEmpty() ? tally.rows() : 0;
      sources.put(
          tally.source(),
          new FromSource(
              tally.source(), before.read + tally.rows(), before.kept + kept, before.rejected));
    }
    return new CollectReport(List.copyOf(sources.values()));
  }

  void show(StageRun run) {
    List<List<String>> rows = new ArrayList<>();
    for (FromSource source : sources) {
      rows.add(row(source.source, source.read, source.kept, source.read - source.kept));
      source.rejected.forEach((reason, n) -> rows.add(List.of("  " + reason, "", "", number(n))));
    }
    run.console().table(List.of("source", "read", "kept", "rejected"), rows);
  }

  void count(StageRun run) {
    long rejected = sources.stream().mapToLong(source -> source.read - source.kept).sum();
    run.count("rejected", rejected);
    for (FromSource source : sources) {
      source.rejected.forEach((reason, n) -> run.count("rejected." + reason, n));
    }
    run.value("sources", sources);
  }

  private static List<String> row(String name, long read, long kept, long rejected) {
    return List.of(name, number(read), number(kept), number(rejected));
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
