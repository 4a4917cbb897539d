package io.sunrise.config;

/**
 * Fine-tuning of a classifier, and the models it is compared with.
 *
 * @param probe whether the last layer starts from a logistic regression on the frozen features
 */
public record FinetuneSettings(
    @Inline TrainingSettings training,
    ClassWeights classWeights,
    boolean probe,
    @Range(min = 0, max = 10_000_000) int unlabelledRows,
    boolean scratch,
    boolean baseline) {}
