package io.sunrise.config;

/**
 * What training minimises.
 *
 * @param labelSmoothing share of the expected probability that is spread evenly over all classes
 */
public record LossSettings(@Range(min = 0, max = 0.9) double labelSmoothing) {}
