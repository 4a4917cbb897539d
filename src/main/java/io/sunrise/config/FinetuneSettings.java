package io.sunrise.config;

/** Fine-tuning of a classifier, and the models it is compared with. */
public record FinetuneSettings(
    @Inline TrainingSettings training,
    ClassWeights classWeights,
    @Range(min = 0, max = 10_000_000) int unlabelledRows,
    boolean scratch,
    boolean baseline) {}
