package io.sunrise.config;

import java.io.Serializable;

/**
 * The search for near copies.
 *
 * @param threshold the minimum Jaccard similarity of two texts' n-grams
 * @param ngram the length of an n-gram in words
 * @param hashes the maximum length of a MinHash signature
 * @param plantedCopies the number of altered copies for measuring recall; 0 skips the measurement
 */
public record NearDuplicateSettings(
    boolean enabled,
    @Range(min = 0.3, max = 1) double threshold,
    @Range(min = 1, max = 50) int ngram,
    @Range(min = 16, max = 1024) int hashes,
    @Range(min = 0, max = 1e6) int plantedCopies)
    implements Serializable {}
