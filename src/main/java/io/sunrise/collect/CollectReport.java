package io.sunrise.collect;

import io.sunrise.config.CollectSettings;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.data.read.SourceRows.Tally;
import io.sunrise.stage.StageRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The number of rows and documents of each source. */
record CollectReport(List<FromSource> sources) {

  /** A number of documents, and the bytes of their texts in UTF-8. */
  record Amount(long documents, long bytes) {
    Amount plus(Amount other) {
      return new Amount(documents + other.documents, bytes + other.bytes);
    }
  }

  /**
   * The counts of one source.
   *
   * @param read rows
   * @param rejected rows by reason
   * @param usable the rows that are not rejected
   * @param kept the usable rows within the limits on documents
   */
  record FromSource(
      String source,
      String licence,
      long read,
      Map<String, Long> rejected,
      Amount usable,
      Amount kept) {

    long rejectedRows() {
      return read - usable.documents;
    }
  }

  /** The rows read, now or in earlier runs, none of them kept yet. */
  static CollectReport of(List<Tally> tallies, CollectSettings settings) {
    Map<String, Amount> usable = new TreeMap<>();
    Map<String, Map<String, Long>> rejected = new TreeMap<>();
    for (Tally tally : tallies) {
      if (tally.reason().isEmpty()) {
        usable.merge(tally.source(), new Amount(tally.rows(), tally.bytes()), Amount::plus);
      } else {
        rejected
            .computeIfAbsent(tally.source(), source -> new TreeMap<>())
            .merge(tally.reason().get(), tally.rows(), Long::sum);
      }
    }
    Map<String, FromSource> sources = new TreeMap<>();
    for (CollectedSource source : settings.sources()) {
      String name = source.name();
      Map<String, Long> reasons = rejected.getOrDefault(name, Map.of());
      Amount amount = usable.getOrDefault(name, new Amount(0, 0));
      long read = amount.documents + reasons.values().stream().mapToLong(Long::longValue).sum();
      sources.put(
          name, new FromSource(name, source.licence(), read, reasons, amount, new Amount(0, 0)));
    }
    return new CollectReport(List.copyOf(sources.values()));
  }

  /** The same with the kept documents. */
  CollectReport withKept(Map<String, Amount> kept) {
    return new CollectReport(
        sources.stream()
            .map(
                s ->
                    new FromSource(
                        s.source,
                        s.licence,
                        s.read,
                        s.rejected,
                        s.usable,
                        kept.getOrDefault(s.source, new Amount(0, 0))))
            .toList());
  }

  long rejectedRows() {
    return sources.stream().mapToLong(FromSource::rejectedRows).sum();
  }

  Map<String, Amount> usable() {
    Map<String, Amount> usable = new TreeMap<>();
    sources.forEach(source -> usable.put(source.source, source.usable));
    return usable;
  }

  /**
   * Prints a table, and below each source the reasons of its rejected rows.
   *
   * @param requested the number of documents by source according to the weights; empty without
   *     weights
   */
  void show(Map<String, Long> requested, StageRun run) {
    List<String> head = new ArrayList<>(List.of("source", "read", "rejected", "usable"));
    if (!requested.isEmpty()) {
      head.add("by weight");
    }
    head.addAll(List.of("documents", "bytes"));
    List<List<String>> rows = new ArrayList<>();
    for (FromSource source : sources) {
      List<String> row = new ArrayList<>(List.of(source.source, number(source.read)));
      row.addAll(List.of(number(source.rejectedRows()), number(source.usable.documents)));
      if (!requested.isEmpty()) {
        row.add(number(requested.get(source.source)));
      }
      row.addAll(List.of(number(source.kept.documents), number(source.kept.bytes)));
      rows.add(row);
      source.rejected.forEach((reason, n) -> rows.add(reason(reason, n, head.size())));
    }
    run.console().table(head, rows);
  }

  private static List<String> reason(String reason, long rows, int columns) {
    List<String> row = new ArrayList<>(List.of("  " + reason, "", number(rows)));
    while (row.size() < columns) {
      row.add("");
    }
    return row;
  }

  void count(StageRun run) {
    long kept = sources.stream().mapToLong(source -> source.kept.documents).sum();
    run.count("read", sources.stream().mapToLong(FromSource::read).sum());
    run.count("documents", kept);
    run.count(
        "left out by max-documents",
        sources.stream().mapToLong(source -> source.usable.documents).sum() - kept);
    run.count("rejected", rejectedRows());
    for (FromSource source : sources) {
      source.rejected.forEach((reason, n) -> run.count("rejected." + reason, n));
    }
    run.value("sources", sources);
  }

  private static String number(long n) {
    return String.format(Locale.ROOT, "%,d", n);
  }
}
