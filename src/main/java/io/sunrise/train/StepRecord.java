package io.sunrise.train;

/**
 * One line of the trace. Numbers that the optimizer does not give are NaN, and null in the file.
 *
 * @param step 1, 2, 3 ... within the run
 * @param epoch numbered through the stages
 * @param loss mean over the step's targets of what training minimises, in nats, before the update
 * @param accuracy share of the targets predicted, with dropout
 * @param gradientNorm Euclidean length of the mean loss's gradient, before clipping
 * @param tokens in the step's rows, special tokens included
 * @param skipped steps up to this one that were left out in a row, as loss or gradient were not
 *     finite; 0 for a step that changed the parameters
 */
public record StepRecord(
    long step,
    int epoch,
    double loss,
    double accuracy,
    double learningRate,
    double gradientNorm,
    long tokens,
    double tokensPerSecond,
    int skipped) {}
