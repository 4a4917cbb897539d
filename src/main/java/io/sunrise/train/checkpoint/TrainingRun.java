package io.sunrise.train.checkpoint;

/**
 * Who a run is and where it leaves its state.
 *
 * @param stage the name in the trace: {@code pretrain}, {@code finetune} ...
 * @param directory Hadoop URI of the folder for {@code checkpoints/}, {@code trace.jsonl} and
 *     {@code tensorboard/}; what an earlier run with the same {@code jobHash} left is resumed
 * @param jobHash hash of settings and inputs; a checkpoint with another one is refused
 * @param firstEpoch the number of the first epoch in trace and progress, at least 1
 * @param seed of order, masks and dropout
 */
public record TrainingRun(
    String stage, String directory, String jobHash, int firstEpoch, long seed) {}
