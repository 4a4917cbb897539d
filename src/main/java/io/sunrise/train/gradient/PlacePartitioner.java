package io.sunrise.train.gradient;

import io.sunrise.data.EpochPlan;
import org.apache.spark.Partitioner;

/**
 * Sends the row of a place to the partition of its steps and of the task that takes its
 * micro-batch: partition {@code block * tasks + task}, where a block is {@code blockSteps} steps.
 */
final class PlacePartitioner extends Partitioner {
  private final EpochPlan plan;
  private final int tasks;
  private final int blockSteps;

  PlacePartitioner(EpochPlan plan, int tasks, int blockSteps) {
    this.plan = plan;
    this.tasks = tasks;
    this.blockSteps = blockSteps;
  }

  @Override
  public int numPartitions() {
    return tasks * Math.max(1, (plan.steps() + blockSteps - 1) / blockSteps);
  }

  @Override
  public int getPartition(Object place) {
    int number = Math.toIntExact((Long) place);
    int block = number / plan.batchRows() / blockSteps;
    return block * tasks + plan.taskOf(number, tasks);
  }
}
