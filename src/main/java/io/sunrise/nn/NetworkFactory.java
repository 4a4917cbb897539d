package io.sunrise.nn;

import java.io.Serializable;

/** Makes the network that a run trains, one per thread, on the driver and on executors. */
@FunctionalInterface
public interface NetworkFactory extends Serializable {

  /**
   * Makes one for the calling thread.
   *
   * @throws io.sunrise.SunriseException where this machine would not compute as the driver does
   */
  Network create();
}
