package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.ClassBatches;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.MaskedBatches;
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
      TrainingTask task, NetworkFactory networks, RunPlan plan, int validationRows) {
    return new RunnerSetup(
        new WorkerPool(),
        networks,
        batches(task, plan.run().seed()),
        plan.epoch(),
        EpochPlan.ofOneStep(validationRows, plan.settings().microBatchRows()),
        plan.run().seed());
  }

  static BatchMaker batches(TrainingTask task, long seed) {
    return switch (task.kind()) {
      case MASKED_LM -> new MaskedBatches(task.model().vocabularySize(), task.masking(), seed);
      case CLASSIFICATION -> new ClassBatches();
    };
  }
}
