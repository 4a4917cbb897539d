package io.sunrise.train;

import io.sunrise.data.EpochPlan;
import org.apache.spark.Partitioner;

/** Sends the row of a place to the task that takes its micro-batch. */
final class PlacePartitioner extends Partitioner {
  private final EpochPlan plan;
  private final int tasks;

  PlacePartitioner(EpochPlan plan, int tasks) {
    this.plan = plan;
    this.tasks = tasks;
  }

  @Override
  public int numPartitions() {
    return tasks;
  }

  @Override
  public int getPartition(Object place) {
    return plan.taskOf(Math.toIntExact((Long) place), tasks);
  }
}
