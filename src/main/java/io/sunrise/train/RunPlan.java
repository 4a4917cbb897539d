package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;
import io.sunrise.data.RowRanks;

/**
 * What decides the steps of a run, wherever its rows are.
 *
 * @param ranks of the training rows
 */
record RunPlan(TrainingSettings settings, TrainingRun run, RowRanks ranks) {

  /** How an epoch's rows fall into steps. */
  EpochPlan epoch() {
    return new EpochPlan(ranks.size(), settings.batchRows(), settings.microBatchRows());
  }

  StepRows rows() {
    return new StepRows(ranks, epoch(), run.seed());
  }
}
