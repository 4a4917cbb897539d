package io.sunrise.train;

import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a run to stop at the next step, leave a checkpoint and say how to go on. */
public final class StopRequest {
  private static final StopRequest OF_THIS_PROCESS = new StopRequest();

  private final AtomicBoolean requested = new AtomicBoolean();

  /** The request that SIGTERM and Ctrl-C make, and that every run in this process heeds. */
  public static StopRequest ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  public void request() {
    requested.set(true);
  }

  public boolean requested() {
    return requested.get();
  }
}
