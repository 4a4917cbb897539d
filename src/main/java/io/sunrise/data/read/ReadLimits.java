package io.sunrise.data.read;

import io.sunrise.config.CollectSettings;
import io.sunrise.config.NotDecisive;
import java.io.Serializable;

/**
 * Limits on what a reader accepts.
 *
 * @param recordBytes longer records are rejected
 * @param rejectedBytes how much of a rejected record is kept for inspection
 * @param maxRejectedShare the largest share of a source's rows that may be rejected
 */
public record ReadLimits(long recordBytes, long rejectedBytes, @NotDecisive double maxRejectedShare)
    implements Serializable {

  /** Limits under which any number of rows may be rejected. */
  public ReadLimits(long recordBytes, long rejectedBytes) {
    this(recordBytes, rejectedBytes, 1);
  }

  /** The configured limits of collect, which apply to every reader. */
  public static ReadLimits of(CollectSettings settings) {
    return new ReadLimits(
        settings.maxDocumentBytes(), settings.rejectedBytes(), settings.maxRejectedShare());
  }
}
