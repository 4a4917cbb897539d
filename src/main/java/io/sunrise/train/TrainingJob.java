package io.sunrise.train;

import io.sunrise.config.TrainingSettings;
import io.sunrise.nn.Networks;

/**
 * One run of training.
 *
 * @param initialParameters where it starts, in the network's layout; copied
 */
public record TrainingJob(
    Networks networks,
    float[] initialParameters,
    TrainingRows rows,
    TrainingSettings settings,
    TrainingRun run) {}
