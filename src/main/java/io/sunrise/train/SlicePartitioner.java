package io.sunrise.train;

import org.apache.spark.Partitioner;

/** Sends each slice of the gradient to the reducer of its number. */
final class SlicePartitioner extends Partitioner {
  private final int slices;

  SlicePartitioner(int slices) {
    this.slices = slices;
  }

  @Override
  public int numPartitions() {
    return slices;
  }

  @Override
  public int getPartition(Object slice) {
    return (Integer) slice;
  }
}
