package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.data.read.SourceRows.Tally;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Stops a run that rejects more of a source than the settings allow. */
public final class RejectedShare {
  private RejectedShare() {}

  /**
   * Fails if the largest rejected share of a source is above the limit.
   *
   * @param folder the folder of the rejected rows; empty if they are not kept
   */
  public static void require(SourceRows rows, ReadLimits limits, Optional<String> folder) {
    Optional<List<Tally>> largest =
        rows.tallies().stream()
            .collect(Collectors.groupingBy(Tally::source, TreeMap::new, Collectors.toList()))
            .values()
            .stream()
            .max(Comparator.comparing(RejectedShare::share))
            .filter(tallies -> share(tallies) > limits.maxRejectedShare());
    if (largest.isEmpty()) {
      return;
    }
    List<Tally> worst = largest.get();
    Tally reason = mostFrequent(worst);
    String name = reason.reason().orElseThrow();
    throw SunriseException.of(
        "%s: %,d of its %,d rows are rejected (%.1f %%), above collect.max-rejected-share = %s;"
            + " %,d of them: %s, first %s; %s%s, or raise the limit",
        reason.source(),
        rejected(worst),
        read(worst),
        100 * share(worst),
        limits.maxRejectedShare(),
        reason.rows(),
        name,
        rows.firstRejected(reason.source(), name),
        folder.map(at -> "all are in " + at + " until this stage runs again; ").orElse(""),
        remedy(name));
  }

  /** The rows of the most frequent reason. */
  static Tally mostFrequent(List<Tally> ofSource) {
    return ofSource.stream()
        .filter(tally -> tally.reason().isPresent())
        .max(Comparator.comparing(Tally::rows))
        .orElseThrow();
  }

  /** What to do about rows that are rejected for the reason. */
  static String remedy(String reason) {
    return switch (reason) {
      case CsvFields.AFTER_QUOTE, CsvRecords.NOT_CLOSED ->
          "set escape = \"\\\\\" if the file writes a quote as \\\", or quote = \"\" if its quotes"
              + " enclose nothing";
      case Decoder.BINARY -> "set encoding = UTF-16 if it is text in that encoding";
      case Encoding.NOT_UTF_8 ->
          "set encoding to the one that it is written in, such as windows-1252";
      case CsvColumns.WRONG_NUMBER -> "check delimiter, quote and escape";
      case JsonParsing.NO_OBJECT ->
          "write one object on each line (JSON Lines), not an array or an object over several lines";
      default ->
          reason.startsWith(JsonParsing.NO_FIELD)
              ? "set text-field or label-field to a name that the rows have"
              : "correct the source or its settings";
    };
  }

  private static double share(List<Tally> ofSource) {
    return (double) rejected(ofSource) / read(ofSource);
  }

  private static long rejected(List<Tally> ofSource) {
    return read(ofSource.stream().filter(tally -> tally.reason().isPresent()).toList());
  }

  private static long read(List<Tally> ofSource) {
    return ofSource.stream().mapToLong(Tally::rows).sum();
  }
}
