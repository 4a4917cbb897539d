package io.sunrise.config;

import java.io.Serializable;

/**
 * What training minimises, and what it does with a step where that is no number.
 *
 * @param labelSmoothing share of the expected probability that is spread evenly over all classes
 * @param skipNotFinite how many steps in a row may be left out; 0 ends the run at the first
 */
public record LossSettings(
    @Range(min = 0, max = 0.9) double labelSmoothing,
    @NotDecisive @Range(min = 0, max = 10_000) int skipNotFinite)
    implements Serializable {}
