package io.sunrise.train;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Makes SIGTERM and Ctrl-C stop a run cleanly: the process ends only after the step under way has
 * ended and its checkpoint is written.
 */
final class ShutdownStop {
  /** Above Spark's own hook (40), which would stop its context under a running step. */
  private static final int PRIORITY = 100;

  private static final long WAIT_MINUTES = 30;

  /** For the run's thread to print how to go on. */
  private static final long LAST_WORDS_MILLIS = 2000;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Runnable hook;

  ShutdownStop(StopRequest request) {
    Thread runner = Thread.currentThread();
    this.hook =
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
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY, WAIT_MINUTES, TimeUnit.MINUTES);
  }

  /** The run has ended. */
  void close() {
    ended.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
