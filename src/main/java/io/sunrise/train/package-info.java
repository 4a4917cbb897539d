/**
 * Training with the same bits on any cluster. A stage hands a {@link io.sunrise.train.TrainingJob}
 * and its rows to {@link io.sunrise.train.Training}; {@link io.sunrise.train.TrainingLoop} makes
 * the epochs, {@link io.sunrise.train.SunriseSteps} a step: gradient, clipping, update. Output: a
 * {@link io.sunrise.train.TrainingResult} and, in the run's folder, checkpoints, {@code
 * trace.jsonl} and TensorBoard events. The parts lie in sub-packages, which do not know this one.
 */
package io.sunrise.train;
