package io.sunrise.config;

import java.io.Serializable;

/**
 * The training loss, and the handling of steps in which it is not finite.
 *
 * @param labelSmoothing share of the expected probability that is spread evenly over all classes
 * @param skipNotFinite the maximum number of consecutive steps to skip; 0 ends the run at the first
 */
public record LossSettings(
    @Range(min = 0, max = 0.9) double labelSmoothing,
    @NotDecisive @Range(min = 0, max = 10_000) int skipNotFinite)
    implements Serializable {}
