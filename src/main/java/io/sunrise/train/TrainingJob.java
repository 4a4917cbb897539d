package io.sunrise.train;

import io.sunrise.config.TrainingSettings;

/**
 * One run of training.
 *
 * @param initialParameters where it starts, in the network's layout; copied
 */
public record TrainingJob(
    TrainingTask task,
    float[] initialParameters,
    TrainingRows rows,
    TrainingSettings settings,
    TrainingRun run) {}
