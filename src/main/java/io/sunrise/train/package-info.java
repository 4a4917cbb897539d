/**
 * Data-parallel training with the same bits on any cluster: the step, its gradient tree, the
 * schedule, AdamW, checkpoints and the trace. Input: a {@link io.sunrise.train.TrainingJob}.
 * Output: a {@link io.sunrise.train.TrainingResult} and, in the run's folder, checkpoints, {@code
 * trace.jsonl} and TensorBoard events. Called by the stages; knows nn, data, text, metric, console
 * and config only.
 */
package io.sunrise.train;
