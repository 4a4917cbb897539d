package io.sunrise.collect;

import io.sunrise.SunriseException;
import io.sunrise.collect.CollectReport.FromSource;
import io.sunrise.data.read.SourceRows;
import java.util.Comparator;
import java.util.Map;

/** Stops a run that rejects more of a source than the settings allow. */
final class RejectedShare {
  private RejectedShare() {}

  /**
   * Fails if the largest rejected share of a source is above {@code most}.
   *
   * @param folder the folder of the rejected rows
   */
  static void require(CollectReport report, double most, SourceRows rows, String folder) {
    FromSource worst =
        report.sources().stream()
            .max(Comparator.comparing(FromSource::rejectedShare))
            .orElseThrow();
    if (worst.rejectedShare() <= most) {
      return;
    }
    Map.Entry<String, Long> reason =
        worst.rejected().entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    throw SunriseException.of(
        "%s: %,d of its %,d rows are rejected (%.1f %%), above collect.max-rejected-share = %s;"
            + " %,d of them: %s, first %s; all are in %s until collect runs again;"
            + " correct the source or its settings, or raise the limit",
        worst.source(),
        worst.rejectedRows(),
        worst.read(),
        100 * worst.rejectedShare(),
        most,
        reason.getValue(),
        reason.getKey(),
        rows.firstRejected(worst.source(), reason.getKey()),
        folder);
  }
}
