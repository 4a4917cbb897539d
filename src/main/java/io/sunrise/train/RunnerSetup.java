package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import io.sunrise.nn.NetworkFactory;
import io.sunrise.nn.Objective;
import java.io.Serializable;

/**
 * What every place needs to know of a run.
 *
 * @param workers idle ones of this process
 * @param plan of an epoch
 * @param validation the validation rows as one step
 * @param seed of the epochs' order
 */
record RunnerSetup(
    WorkerPool workers,
    NetworkFactory networks,
    BatchMaker batches,
    EpochPlan plan,
    EpochPlan validation,
    long seed)
    implements Serializable {

  static RunnerSetup of(
      Objective objective, NetworkFactory networks, RunPlan plan, int validationRows) {
    return new RunnerSetup(
        new WorkerPool(),
        networks,
        objective.batches(plan.run().seed()),
        plan.epoch(),
        EpochPlan.ofOneStep(validationRows, plan.settings().microBatchRows()),
        plan.run().seed());
  }
}
