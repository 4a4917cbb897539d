package io.sunrise.train.trace;

import io.sunrise.nn.BatchResult;
import java.util.List;

/**
 * One pass over the rows. Means are over targets, not over steps; NaN where there is nothing to
 * average, and null in the file.
 *
 * @param epoch numbered through the stages
 * @param stage of the run
 * @param step the run's last step in this epoch
 * @param trainLoss mean over the epoch's steps as they were made, in nats, with dropout, label
 *     smoothing and class weights
 * @param validationLoss mean cross entropy after the epoch's last step, without any of these
 * @param validationParts of the validation loss, where it has several
 * @param tokens in the epoch's rows, special tokens included
 * @param seconds from the epoch's first step to the end of its validation
 */
public record EpochRecord(
    int epoch,
    String stage,
    long step,
    double trainLoss,
    double trainAccuracy,
    double validationLoss,
    double validationAccuracy,
    List<BatchResult.Part> validationParts,
    long tokens,
    double seconds) {}
