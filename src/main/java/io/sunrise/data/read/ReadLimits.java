package io.sunrise.data.read;

import io.sunrise.config.CollectSettings;
import java.io.Serializable;

/**
 * Limits on the memory of a reader.
 *
 * @param recordBytes longer records are rejected
 * @param rejectedBytes how much of a rejected record is kept for inspection
 */
public record ReadLimits(long recordBytes, long rejectedBytes) implements Serializable {

  /** The configured limits of collect, which apply to every reader. */
  public static ReadLimits of(CollectSettings settings) {
    return new ReadLimits(settings.maxDocumentBytes(), settings.rejectedBytes());
  }
}
