package io.sunrise.config;

/** Masked language modelling. */
public record PretrainSettings(
    @Inline TrainingSettings training,
    @Range(min = 0.01, max = 0.9) double maskingRate,
    boolean wholeWordMasking,
    @Range(min = 0, max = 0.5) double validationShare) {}
