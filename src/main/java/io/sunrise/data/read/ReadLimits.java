package io.sunrise.data.read;

import io.sunrise.config.CollectSettings;
import java.io.Serializable;

/**
 * What bounds the memory of a reader.
 *
 * @param recordBytes a longer record is rejected
 * @param rejectedBytes how much of a rejected record is kept to look at
 */
public record ReadLimits(long recordBytes, long rejectedBytes) implements Serializable {

  /** The limits that the configuration sets for collecting, which hold for every reader. */
  public static ReadLimits of(CollectSettings settings) {
    return new ReadLimits(settings.maxDocumentBytes(), settings.rejectedBytes());
  }
}
