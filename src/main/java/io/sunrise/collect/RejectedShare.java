package io.sunrise.collect;

import io.sunrise.SunriseException;
import io.sunrise.collect.CollectReport.FromSource;
import io.sunrise.data.read.SourceRows;
import java.util.Comparator;
import java.util.Map;

/** Stops a run that would lose more of a source than the user expects. */
final class RejectedShare {
  private RejectedShare() {}

  /**
   * Refuses the source of which the largest share is rejected, if that is too much.
   *
   * @param folder where the rejected rows can be looked at
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
        "%s: %,d of its %,d rows are rejected (%.1f %%), and collect.max-rejected-share = %s allows"
            + " fewer; %,d of them for: %s, first %s; all stand in %s until collect runs again;"
            + " mend the source or its settings, or allow more",
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
