package io.sunrise.train;

import io.sunrise.nn.NetworkMemory;

/**
 * The heap in bytes that a run takes at most, beside what Spark takes.
 *
 * @param gradient as many bytes as the parameters
 * @param state the parameters where the run starts, as they are and at the best epoch where that is
 *     kept, and both moments
 * @param network of a worker
 * @param microBatches of a step
 * @param rows on a driver that runs the steps: 24 a row and 4 a token
 */
record RunMemory(long gradient, long state, long network, int microBatches, long rows) {

  /**
   * Of a job.
   *
   * @param rows to train on and to validate with
   */
  static RunMemory of(TrainingJob job, long rows) {
    var settings = job.settings();
    int batch = (int) Math.min(rows, settings.batchRows());
    int microBatch = Math.min(batch, settings.microBatchRows());
    var objective = job.networks().objective();
    long gradient = (long) job.initialParameters().length * Float.BYTES;
    return new RunMemory(
        gradient,
        (settings.keepBest() ? 5 : 4) * gradient,
        NetworkMemory.of(objective, job.initialParameters(), job.longestRow()).of(microBatch),
        (batch + microBatch - 1) / microBatch,
        rows * (24 + 4L * job.longestRow()));
  }

  /** Of a driver that runs the steps on its threads. */
  long ofDriver(int threads) {
    return state + rows + Math.min(threads, microBatches) * ofWorker(threads);
  }

  /** Of a driver whose executors run the steps: their sum, sent and received, and a broadcast. */
  long ofDriverOfExecutors() {
    return state + 4 * gradient;
  }

  /**
   * Of an executor: a broadcast as blocks and as numbers, and gradients once more to be sent.
   *
   * @param tasks of a step, over all executors
   */
  long ofExecutor(int cores, int tasks) {
    return 2 * gradient + cores * (ofWorker(tasks) + held(tasks) * gradient);
  }

  private long ofWorker(int workers) {
    return network + held(workers) * gradient;
  }

  /** The gradients that a worker holds at once: the open nodes of its part of the step's tree. */
  private int held(int workers) {
    int leaves = Math.max(1, (microBatches + workers - 1) / workers);
    return Integer.SIZE - Integer.numberOfLeadingZeros(leaves);
  }
}
