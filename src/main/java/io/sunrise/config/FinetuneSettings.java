package io.sunrise.config;

/** Classification, and what it is compared with. */
public record FinetuneSettings(
    @Inline TrainingSettings training,
    ClassWeights classWeights,
    boolean scratch,
    boolean baseline) {}
