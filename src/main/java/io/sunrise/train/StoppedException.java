package io.sunrise.train;

import io.sunrise.SunriseException;

/** A run that ended because of a {@link StopRequest}; the message says how to resume it. */
public final class StoppedException extends SunriseException {
  private static final long serialVersionUID = 1L;

  StoppedException(String message) {
    super(message);
  }
}
