package io.sunrise.config;

/** Fine-tuning of a classifier, and the models it is compared with. */
public record FinetuneSettings(
    @Inline TrainingSettings training,
    ClassWeights classWeights,
    boolean scratch,
    boolean baseline) {}
