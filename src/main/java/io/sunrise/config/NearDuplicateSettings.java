package io.sunrise.config;

import java.io.Serializable;

/**
 * Which texts are near copies of another.
 *
 * @param threshold the least Jaccard similarity of two texts' n-grams
 * @param ngram in words
 * @param hashes places of a MinHash signature at most
 * @param plantedCopies how many altered copies the search is measured on; 0 measures nothing
 */
public record NearDuplicateSettings(
    boolean enabled,
    @Range(min = 0.3, max = 1) double threshold,
    @Range(min = 1, max = 50) int ngram,
    @Range(min = 16, max = 1024) int hashes,
    @Range(min = 0, max = 1e6) int plantedCopies)
    implements Serializable {}
