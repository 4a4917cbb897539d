package io.sunrise.train.gradient;

import io.sunrise.nn.Network;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;

/**
 * The idle workers of a process. An executor has its own, empty one with the broadcast that brings
 * it, so its networks and gradients are freed when the run destroys that broadcast.
 */
final class WorkerPool implements Serializable {
  private transient Deque<Worker> idle = new ArrayDeque<>();

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    idle = new ArrayDeque<>();
  }

  /**
   * @param network makes one for a new worker
   */
  Worker take(Supplier<Network> network) {
    Worker worker = idleOrNull();
    return worker == null ? new Worker(network.get()) : worker;
  }

  private synchronized Worker idleOrNull() {
    return idle.poll();
  }

  synchronized void giveBack(Worker worker) {
    idle.push(worker);
  }

  /** For the driver's process, where the run's own context holds the pool. */
  synchronized void clear() {
    idle.clear();
  }
}
