package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.EpochPlan.Span;
import io.sunrise.nn.NetworkMemory;
import io.sunrise.nn.Objective;

/**
 * The heap in bytes that the arrays of a run take at their peak, where rows are as long as the
 * model takes. With p bytes of parameters, on each process:
 *
 * <pre>
 * state, on the driver: where the run starts, parameters, both moments,
 *   and the best epoch's where it is kept                       4 p or 5 p
 * worker, a thread's: its network ({@link NetworkMemory})
 *   and g gradients                                             network + g p
 * driver that runs the steps on n threads, at most a
 *   micro-batch each                                            state + n worker + rows
 * driver of executors: the summed gradient, its slices as
 *   bytes and as numbers, and the broadcast's blocks            state + 4 p
 * executor of c cores: broadcast as blocks and as numbers,
 *   and for each core e slices' worth of gradients to reduce    2 p + c (worker + e p)
 * the same, where the driver sums all gradients:
 *   those that come as numbers and as bytes                     state + 2 p + 2 s p,
 *                                                               2 p + c (worker + 2 e p)
 * </pre>
 *
 * where g is the most nodes of the step's tree that a worker holds at once with the one it adds, e
 * how many it hands on, and s how many all together do. The driver's rows take 24 bytes a row and 4
 * a token. Executors put theirs on the disk where the heap is short, so they do not count. MKL's
 * products work on the heap's arrays and copy blocks that fit its caches.
 *
 * @param parameters how many the network has
 * @param rows to train on and to validate with
 * @param driverSumBytes see {@link TrainingPlace}
 */
record RunMemory(
    Objective objective,
    TrainingSettings settings,
    int parameters,
    long rows,
    long driverSumBytes) {

  /**
   * The most gradients that a worker holds at once and hands on, what all of them do, and how many
   * have any.
   */
  private record Nodes(long held, long heldByAll, long left, long leftByAll, int busy) {}

  /** What the driver's heap holds for certain while a run's steps run on its threads. */
  long certainOfDriver(int threads) {
    return state() + nodes(threads).heldByAll() * ofParameters();
  }

  /** Of a driver that runs the steps on its threads. */
  long ofDriver(int threads) {
    long row = 24 + 4L * objective.model().maxPositions();
    return certainOfDriver(threads) + nodes(threads).busy() * ofNetwork() + rows * row;
  }

  /**
   * Of a driver whose executors run the steps.
   *
   * @param tasks of a step
   */
  long ofDriverOfExecutors(int tasks) {
    long received = sumOnDriver(tasks) ? nodes(tasks).leftByAll() : 1;
    return state() + 2 * (1 + received) * ofParameters();
  }

  /**
   * Of an executor.
   *
   * @param tasks of a step, over all executors
   */
  long ofExecutor(int cores, int tasks) {
    long sent = (sumOnDriver(tasks) ? 2 : 1) * nodes(tasks).left() * ofParameters();
    return 2 * ofParameters() + cores * (ofWorker(tasks) + sent);
  }

  private boolean sumOnDriver(int tasks) {
    return TrainingPlace.sumsOnDriver(driverSumBytes, tasks, parameters);
  }

  /** Of one of so many workers among which a step's micro-batches are shared out. */
  long ofWorker(int workers) {
    return ofNetwork() + nodes(workers).held() * ofParameters();
  }

  private long state() {
    return (settings.keepBest() ? 5 : 4) * ofParameters();
  }

  private long ofParameters() {
    return (long) parameters * Float.BYTES;
  }

  private long ofNetwork() {
    int batch = (int) Math.min(rows, Math.min(settings.batchRows(), settings.microBatchRows()));
    return objective.networkBytes(batch);
  }

  private Nodes nodes(int workers) {
    int batch = (int) Math.min(rows, settings.batchRows());
    EpochPlan plan = new EpochPlan(batch, batch, settings.microBatchRows());
    long held = 0;
    long heldByAll = 0;
    long left = 0;
    long leftByAll = 0;
    int busy = 0;
    for (int worker = 0; worker < workers; worker++) {
      TreeSum<Boolean> sum = new TreeSum<>((a, b) -> true);
      Span leaves = plan.share(0, worker, workers);
      long own = 0;
      for (int leaf = leaves.from(); leaf < leaves.to(); leaf++) {
        own = Math.max(own, sum.nodes().size() + 1);
        sum.addLeaf(leaf, true);
      }
      held = Math.max(held, own);
      heldByAll += own;
      left = Math.max(left, sum.nodes().size());
      leftByAll += sum.nodes().size();
      busy += leaves.size() > 0 ? 1 : 0;
    }
    return new Nodes(held, heldByAll, left, leftByAll, busy);
  }
}
