package io.sunrise.inference;

import org.apache.spark.Partitioner;

/** Sends rows whose indices put them into one micro-batch to one task. */
final class MicroBatchPartitioner extends Partitioner {
  private final int tasks;
  private final int microBatchRows;

  MicroBatchPartitioner(int tasks, int microBatchRows) {
    this.tasks = tasks;
    this.microBatchRows = microBatchRows;
  }

  long microBatch(long index) {
    return index / microBatchRows;
  }

  @Override
  public int numPartitions() {
    return tasks;
  }

  @Override
  public int getPartition(Object index) {
    return (int) (microBatch((Long) index) % tasks);
  }
}
