package io.sunrise.train;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The idle workers of an executor's process, for one run at a time: those of an earlier run are
 * dropped when another begins.
 */
final class WorkerPool {
  private static final Deque<Worker> IDLE = new ArrayDeque<>();
  private static String current = "";

  private WorkerPool() {}

  /**
   * @param run unique to the run
   */
  static Worker take(String run, NetworkFactory networks) {
    synchronized (WorkerPool.class) {
      if (!run.equals(current)) {
        IDLE.clear();
        current = run;
      }
      if (!IDLE.isEmpty()) {
        return IDLE.pop();
      }
    }
    return new Worker(networks);
  }

  static synchronized void giveBack(String run, Worker worker) {
    if (run.equals(current)) {
      IDLE.push(worker);
    }
  }

  static synchronized void close(String run) {
    if (run.equals(current)) {
      IDLE.clear();
      current = "";
    }
  }
}
