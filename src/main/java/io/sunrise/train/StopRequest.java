package io.sunrise.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.util.ShutdownHookManager;

/** Asks a run to stop at the next step, leave a checkpoint and say how to resume. */
public final class StopRequest {
  private static final StopRequest OF_THIS_PROCESS = new StopRequest();

  private final AtomicBoolean requested = new AtomicBoolean();

  /** The request that SIGTERM and Ctrl-C make, and that every run in this process obeys. */
  public static StopRequest ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  public void request() {
    requested.set(true);
  }

  public boolean requested() {
    return requested.get();
  }

  /** Until it is closed, SIGTERM and Ctrl-C make the request, for a run on this thread. */
  Hook onShutdown() {
    return new Hook(this);
  }

  /** The process ends only after the step under way has ended and its checkpoint is written. */
  static final class Hook implements AutoCloseable {
    /** Above Spark's own hook (40), which would stop its context under a running step. */
    private static final int PRIORITY = 100;

    private static final long WAIT_MINUTES = 30;

    /** For the run's thread to print how to resume. */
    private static final long LAST_WORDS_MILLIS = 2000;

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable onShutdown;

    private Hook(StopRequest request) {
      Thread runner = Thread.currentThread();
      this.onShutdown =
          () -> {
            request.request();
            try {
              if (ended.await(WAIT_MINUTES, TimeUnit.MINUTES)) {
                runner.join(LAST_WORDS_MILLIS);
              }
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          };
      ShutdownHookManager.get()
          .addShutdownHook(onShutdown, PRIORITY, WAIT_MINUTES, TimeUnit.MINUTES);
    }

    /** The run has ended. */
    @Override
    public void close() {
      release();
    }

    /** The process no longer waits for the run. */
    void release() {
      ended.countDown();
      if (!ShutdownHookManager.get().isShutdownInProgress()) {
        ShutdownHookManager.get().removeShutdownHook(onShutdown);
      }
    }
  }
}
