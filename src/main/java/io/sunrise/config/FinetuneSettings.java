package io.sunrise.config;

/** Classification, and what it is compared with. */
public record FinetuneSettings(
    @Inline TrainingSettings training, boolean scratch, boolean baseline) {}
