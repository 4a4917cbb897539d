package io.sunrise.train;

import io.sunrise.data.BatchMaker;
import io.sunrise.data.EpochPlan;
import java.io.Serializable;

/**
 * What every place needs to know of a run.
 *
 * @param id unique to the run
 * @param plan of an epoch
 * @param validation the validation rows as one step
 * @param seed of the epochs' order
 */
record RunnerSetup(
    String id,
    NetworkFactory networks,
    BatchMaker batches,
    EpochPlan plan,
    EpochPlan validation,
    long seed)
    implements Serializable {}
