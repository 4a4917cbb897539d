package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.data.EpochPlan;

/** What decides the steps of a run, wherever its rows are. */
record RunPlan(TrainingSettings settings, TrainingRun run, EpochPlan epoch) {}
